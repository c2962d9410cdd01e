import { isMasked, looksChosen, looksRandom } from './plausible.ts';
import { type Mark, type SecretRule, token } from './rule.ts';

/** A quotation mark or bracket as it is, and as JSON, XML and addresses write it. */
const quoted = String.raw`(?:["'\\\]]|&quot;|&#\w{2,4};|\\u00\w\w|%2[27])`;

/** A name that is given a value. */
function named(names: string): Mark {
  return { kind: 'name', source: `(?:${names})${quoted}{0,8}\\s{0,4}(?:[:=,]|%3[AD]|&#\\w{2,4};|\\\\u003d)` };
}

/** What stands between a name and its value: in headers, JSON, YAML, commands, and in lists of names and values (HAR, Postman). */
const assigned = '["\'\\]]{0,2}\\s{0,4}(?:[:=]|=>|:=|,[^{}\\n]{0,60}?["\']?value["\']?\\s{0,4}:)\\s{0,4}[[({]?\\s{0,2}["\'`]{0,2}';

const word = (source: string): Mark => ({ kind: 'word', source });

const schemes = /^(?:bearer|token|api-?key|key|negotiate|ntlm|dpop|oauth|jwt|bot|sharedkey|splunk|session)$/i;

/** Cookies by which whoever has them is somebody. */
const identifying = /sess|^sid|[._-]sid$|auth|token|jwt|login|remember|identity|__host|__secure/i;

/** Cookies that tell visits, not people, and the attributes of a cookie. */
const harmless =
  /^(?:_g[a-z]|__utm|_fb|_hj|ajs_|mp_|optimizely|amplitude)|consent|locale|lang|theme|^(?:path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned|version|comment)$/i;

const keyNames =
  '(?<!(?:page|continuation|csrf|xsrf|next|sync|cancellation|user)[_-]?)token|secret|passphrase|credential|(?:api|access|private|secret|signing|encryption|auth|account)[_.-]?key';

/** Secrets that are told by what they stand in. */
export const contextRules: readonly SecretRule[] = [
  {
    name: 'private-key',
    mark: word('PRIVATE KEY'),
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----\s{0,8}(?:[A-Za-z-]{1,30}: [^\n]{0,200}\n\s{0,8}){0,6}(?<secret>[A-Za-z0-9+/]{16,100}[A-Za-z0-9+/=\s]{0,16000})/dg,
  },
  {
    name: 'private-key',
    mark: word('Private-Lines:'),
    pattern: /Private-Lines: \d{1,4}\s{1,4}(?<secret>[A-Za-z0-9+/]{16,100}[A-Za-z0-9+/=\s]{0,16000})/dg,
  },
  {
    name: 'private-key',
    // RFC 7517: a key with its private part.
    mark: named('"d'),
    pattern: /"d"\s{0,4}:\s{0,4}"(?<secret>[\w-]{40,1400})"/dg,
    accepts: (_secret, _groups, around) => around.includes('"kty"'),
  },
  token('private-key', 'AGE-SECRET-KEY-', '1[A-Z0-9]{50,60}'),
  token(
    'json-web-token',
    'eyJ',
    '[\\w-]{5,4000}\\.(?:eyJ[\\w-]{5,8000}\\.[\\w-]{10,4000}|[\\w-]{0,4000}\\.[\\w-]{8,4000}\\.[\\w-]{8,8000}\\.[\\w-]{8,200})',
  ),
  {
    name: 'aws-secret-access-key',
    mark: named('secret_?access_?key|secret_?key'),
    pattern: new RegExp(`secret_?(?:access_?)?key${assigned}(?<secret>[\\w/+]{40})(?![\\w/+])`, 'dgi'),
    accepts: (secret) => !secret.endsWith('EXAMPLEKEY') && looksRandom(secret),
  },
  {
    name: 'azure',
    mark: word('(?:Account|SharedAccess|Access)Key'),
    pattern: /(?:Account|SharedAccess|Access)Key=(?<secret>[A-Za-z0-9+/]{40,90}={0,2})/dg,
  },
  { name: 'azure', mark: word('[?&;]sig='), pattern: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{40,120}={0,2})/dg },
  {
    name: 'npm',
    mark: named('_authToken|_auth|_password'),
    pattern: /(?<![A-Za-z])_(?:authToken|auth|password)\s?=\s?"?(?<secret>[^\s"'$]{8,500})/dg,
  },
  {
    name: 'docker',
    mark: named('"auth'),
    pattern: /"auth"\s{0,4}:\s{0,4}"(?<secret>[A-Za-z0-9+/]{8,400}={0,2})"/dg,
    accepts: isNameAndPassword,
  },
  {
    name: 'authorization',
    mark: named('authorization'),
    pattern: new RegExp(
      `\\b(?:proxy-)?authorization${assigned}(?:(?<scheme>[a-z][a-z0-9-]{1,20})[\\s+]{1,2})?(?<secret>[^\\s"'\`<>,;\\\\\\]})]{6,8000})`,
      'dgi',
    ),
    accepts(secret, { scheme = '' }) {
      if (/^basic$/i.test(scheme)) return isNameAndPassword(secret);
      return looksRandom(secret) || (schemes.test(scheme) && looksChosen(secret));
    },
  },
  {
    name: 'authorization',
    mark: { kind: 'name', source: '\\bdigest\\s+(?:username|realm|nonce|uri|qop|algorithm)' },
    pattern: /\bdigest\s[^\n]{0,600}?\bresponse="?(?<secret>[0-9a-f]{32,128})/dgi,
  },
  {
    name: 'authorization',
    mark: { kind: 'name', source: '\\bbearer(?:\\s|\\+|%20)' },
    pattern: /\bbearer[\s+]{1,2}(?<secret>[\w.~+/-]{20,8000}={0,2})/dgi,
    accepts: (secret) => looksRandom(secret),
  },
  {
    name: 'authorization',
    mark: { kind: 'name', source: '\\bbasic(?:\\s|\\+|%20)' },
    pattern: /\bbasic[\s+]{1,2}(?<secret>[A-Za-z0-9+/]{8,400}={0,2})/dgi,
    accepts: (secret) => secret.length % 4 === 0 && isNameAndPassword(secret),
  },
  {
    name: 'cookie',
    mark: named('cookie2?'),
    within: new RegExp(`\\b(?:set-)?cookie2?${assigned}(?<text>[^\\n"'\`<>]{3,8000})`, 'dgi'),
    pattern: /(?<key>[^\s;=,]{1,100})=(?<secret>[^;\s]{8,4000})/dg,
    accepts: isCookie,
  },
  {
    name: 'cookie',
    mark: { kind: 'name', source: String.raw`"name\\*"\s{0,4}:\s{0,4}\\*"[^"\n]{0,60}(?:sess|sid|auth|token|jwt|login|__host|__secure)` },
    pattern: /"name"\s{0,4}:\s{0,4}"(?<key>[^"\n]{1,100})"\s{0,4},\s{0,8}"value"\s{0,4}:\s{0,4}"(?<secret>[^"\n]{16,4000})"/dg,
    accepts: (secret, { key = '' }) => identifying.test(key) && isCookie(secret, { key }),
  },
  {
    name: 'token-in-address',
    mark: word(String.raw`:(?:\\*\/){2}[^\s\/"'<>]{1,256}@`),
    pattern: /(?<![\w+.-])[A-Za-z][\w+.-]{1,30}:\/\/(?<secret>[\w.~-]{20,256})(?::x-oauth-basic)?@(?<host>[\w.-]{1,100})/dg,
    // The key in the address of a Sentry project is public.
    accepts: (secret, { host = '' }) => looksRandom(secret) && !host.includes('sentry'),
  },
  {
    name: 'password-in-address',
    mark: word(String.raw`:(?:%2F){2}\S{1,256}%40`),
    pattern: /(?<![\w+.-])[A-Za-z][\w+.-]{1,30}:\/\/[^\s/"'<>@:`]{0,256}:(?!x-oauth-basic@)(?<secret>[^\s/"'<>`]{1,256})@(?=[\w[%{$.-])/dg,
  },
  {
    name: 'password-in-address',
    mark: word('@(?:tcp|unix|udp)\\('),
    pattern: /(?<![\w.-])[\w.-]{1,64}:(?<secret>[^\s@:/"'`]{1,128})@(?:tcp|unix|udp)\(/dg,
  },
  {
    name: 'password-in-command',
    mark: word('\\bcurl\\s'),
    pattern: /\bcurl\s[^\n]{0,400}?\s(?:-u|-U|--user|--proxy-user)[ =]?["']?[^\s:"']{1,100}:(?<secret>[^\s"']{3,200})/dg,
  },
  {
    name: 'password-in-command',
    mark: word('\\bmachine\\s'),
    pattern: /\bmachine\s{1,4}\S{1,200}\s{1,4}login\s{1,4}\S{1,200}\s{1,4}password\s{1,4}(?<secret>\S{3,200})/dg,
  },
  {
    name: 'key',
    mark: named(keyNames),
    pattern: new RegExp(`(?:${keyNames})${assigned}(?<secret>[\\w+/=.~%-]{16,4000})`, 'dgi'),
    accepts: (secret) => looksRandom(secret, 20) && !/[/.].*[/.]/.test(secret),
  },
  {
    name: 'password',
    mark: named('passw(?:or)?d|passwd|pwd'),
    pattern: new RegExp(`(?:passw(?:or)?d|passwd|pwd)${assigned}(?<secret>[^\\s"'\`<>,;\\\\]{8,128})`, 'dgi'),
    accepts: (secret) =>
      looksChosen(secret) && /[a-z]/.test(secret) && (/[A-Z]/.test(secret) || /[!@#$%^&*?]/.test(secret)) && !/[()[\]]/.test(secret),
  },
];

/** A name and a password of RFC 7617, in base64. */
function isNameAndPassword(secret: string): boolean {
  const text = Buffer.from(secret, 'base64').toString('latin1');
  return /^[\x20-\x39\x3b-\x7e]{0,200}:[\x20-\x7e]{1,200}$/.test(text) && !isMasked(text);
}

function isCookie(secret: string, { key = '' }: Readonly<Record<string, string | undefined>>): boolean {
  if (harmless.test(key)) return false;
  return identifying.test(key) ? looksChosen(secret) || looksRandom(secret) : looksRandom(secret, 24);
}
