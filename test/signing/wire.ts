/** SSH's wire form and armor, written apart from `src/signing/` so that the two check each other. */

export function string(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function text(value: string): Buffer {
  return string(Buffer.from(value));
}

/** The strings that bytes consist of. */
export function strings(bytes: Buffer): Buffer[] {
  if (bytes.length < 4) return [];
  const end = 4 + bytes.readUInt32BE(0);
  return [bytes.subarray(4, end), ...strings(bytes.subarray(end))];
}

export function armor(blob: Uint8Array, width = 70): string {
  const lines = Buffer.from(blob)
    .toString('base64')
    .replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n');
  return `-----BEGIN SSH SIGNATURE-----\n${lines}-----END SSH SIGNATURE-----\n`;
}

export function unarmor(armored: string): Buffer {
  return Buffer.from(armored.split('\n').slice(1, -2).join(''), 'base64');
}

/** PROTOCOL.sshsig, section 2. */
export function envelope(publicKey: Uint8Array, signature: Uint8Array, namespace: string): string {
  const start = Buffer.from('SSHSIG\0\0\0\x01', 'latin1');
  return armor(Buffer.concat([start, string(publicKey), text(namespace), text(''), text('sha512'), string(signature)]));
}

/** PROTOCOL.sshsig, section 3. */
export function toBeSigned(sha512: Uint8Array, namespace: string): Buffer {
  return Buffer.concat([Buffer.from('SSHSIG'), text(namespace), text(''), text('sha512'), string(sha512)]);
}
