import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AwsV4Signer } from 'aws4fetch';

const run = promisify(execFile);

export const storeNames = ['versitygw', 'moto'] as const;

/** A store that others wrote, with an empty bucket `portal` whose objects anybody may read. */
export interface RealStore {
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

/** How long a store may take to be made, in milliseconds. */
export const makingTime = 6 * 60_000;

/** Starts a store that is on the path or in the folder that STORES names, or is made in a temporary folder where Go or Python are there. */
export async function startRealStore(name: (typeof storeNames)[number]): Promise<RealStore | { readonly unavailable: string }> {
  const work = mkdtempSync(join(tmpdir(), 'store-'));
  const program = await (name === 'versitygw' ? gateway(work) : moto(work)).catch((cause: unknown) => ({ unavailable: reasonOf(cause) }));
  if (typeof program !== 'string') {
    removeAll(work);
    return { unavailable: `${name} is not here: ${program.unavailable}` };
  }
  const data = join(work, 'data');
  mkdirSync(data);
  const port = await freePort();
  const environment = {
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'sesame',
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
  };
  const args = name === 'versitygw' ? ['--port', `127.0.0.1:${port}`, 'posix', data] : ['-H', '127.0.0.1', '-p', String(port)];
  const server = spawn(program, args, { env: { ...process.env, ROOT_ACCESS_KEY: 'key', ROOT_SECRET_KEY: 'sesame' }, stdio: 'ignore' });
  const stop = () => {
    server.kill('SIGKILL');
    removeAll(work);
  };
  const ask = async (path: string, body?: string) => {
    const [accessKeyId, secretAccessKey] = [environment.AWS_ACCESS_KEY_ID, environment.AWS_SECRET_ACCESS_KEY];
    const url = `${environment.AWS_ENDPOINT_URL_S3}/${path}`;
    const signed = await new AwsV4Signer({
      accessKeyId,
      secretAccessKey,
      region: 'us-east-1',
      service: 's3',
      method: 'PUT',
      url,
      ...(body === undefined ? {} : { body }),
    }).sign();
    const { status } = await fetch(signed.url, { method: 'PUT', headers: signed.headers, body: body ?? null });
    if (status >= 300) throw new Error(`${name} answers ${status} to ${path}`);
  };
  try {
    for (let turn = 0; !(await isUp(port)); turn += 1) {
      if (turn === 150) throw new Error(`${name} does not start`);
      await delay(200);
    }
    await ask('portal');
    const allowed = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::portal/*' };
    await ask('portal?policy', JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }));
  } catch (cause) {
    stop();
    throw cause;
  }
  return { port, environment, stop };
}

/** A program on the path, or in the folder that STORES names, or where Go installs. */
export function programAt(name: string): string | null {
  const folders = [process.env['STORES'] ?? '', join(homedir(), 'go/bin'), ...(process.env['PATH'] ?? '').split(':')];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

async function gateway(work: string): Promise<string | { readonly unavailable: string }> {
  const found = programAt('versitygw');
  if (found !== null) return found;
  if (programAt('go') === null) return { unavailable: 'there is no Go to make it with' };
  const env = { ...process.env, GOBIN: work };
  await run('go', ['install', 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'], { env, timeout: makingTime });
  return join(work, 'versitygw');
}

async function moto(work: string): Promise<string | { readonly unavailable: string }> {
  const found = programAt('moto_server');
  if (found !== null) return found;
  if (programAt('python3') === null) return { unavailable: 'there is no Python to make it with' };
  const venv = join(work, 'venv');
  await run('python3', ['-m', 'venv', venv], { timeout: makingTime });
  await run(join(venv, 'bin/pip'), ['install', '--quiet', 'moto[server]>=5.1,<6'], { timeout: makingTime });
  return join(venv, 'bin/moto_server');
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it could not be made';
  return 'killed' in cause && cause.killed === true ? 'it took too long to make' : (cause.message.split('\n')[1] ?? cause.message);
}

function removeAll(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  const address = server.address();
  await new Promise((resume) => server.close(resume));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function isUp(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}
