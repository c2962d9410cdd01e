import { spawnSync } from 'node:child_process';

/** What a git command came to. */
export type GitOutcome =
  | { readonly state: 'done'; readonly output: Buffer }
  /** `message` is what git says itself, in one line, without passwords; `output` what it printed all the same. */
  | { readonly state: 'failed'; readonly exitCode: number | null; readonly message: string; readonly output: Buffer }
  /** Git is not installed. */
  | { readonly state: 'absent' };

/** How a git command runs. */
export interface GitSetting {
  /** Its current folder. */
  readonly folder: string;
  /** What stands in its environment in place of this process's; undefined takes a name out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads. */
  readonly input?: string;
}

/** More than git prints of any repository that people work in. In bytes. */
const mostOutput = 1024 * 1024 * 1024;

/** Runs git, and waits for it. It asks a person for a password only where one sits at the terminal. */
export function runGit({ folder, env = {}, input }: GitSetting, ...args: readonly string[]): GitOutcome {
  const prompt = process.stdin.isTTY ? {} : { GIT_TERMINAL_PROMPT: '0' };
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    // Its messages are looked at where they say why it failed.
    env: { ...process.env, ...prompt, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...env },
    ...(input === undefined ? {} : { input }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    maxBuffer: mostOutput,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { state: 'absent' };
  if (status === 0) return { state: 'done', output: stdout };
  const said = stderr?.toString().trim().replace(/\s+/g, ' ') || (error?.message ?? 'it gave no reason');
  // Of a fault of each of a thousand files the first and the last say enough.
  const message = withoutPasswords(said.length > 600 ? `${said.slice(0, 300)} … ${said.slice(-250)}` : said);
  return { state: 'failed', exitCode: status, message, output: stdout };
}

/** What git prints, without the white space around it; null where it fails or prints nothing. */
export function gitLine(folder: string, ...args: readonly string[]): string | null {
  const outcome = runGit({ folder }, ...args);
  const text = outcome.state === 'done' ? outcome.output.toString().trim() : '';
  return text === '' ? null : text;
}

/** A text without what stands before the host of an address: a name and a password, or a token. */
export function withoutPasswords(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi, '$1');
}
