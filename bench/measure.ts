import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a command took. */
export interface Run {
  readonly wallMs: number;
  /** User and system time of the command and of all that it started. */
  readonly cpuMs: number;
  /** The most memory that the command and all that it started held at one moment, sampled, in bytes; null where /proc does not tell. */
  readonly peakBytes: number | null;
}

/** How often memory is looked at. */
const sampleMs = 20;

/** Runs a command to its end. Throws where it exits otherwise than expected. */
export async function run(
  command: readonly string[],
  { cwd = '.', exitCode = 0, env = {} }: { cwd?: string; exitCode?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  // The shell's `time` is exact, and leaves out a child that nobody waited for; looking at the processes is the other way round.
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bench', ...command], {
    cwd,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  let peak = 0;
  const seen = new Map<number, number>();
  const sampler = setInterval(() => {
    const processes = processesBelow(child.pid ?? 0);
    peak = Math.max(
      peak,
      processes.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    );
    for (const { pid, cpuMs } of processes) seen.set(pid, cpuMs);
  }, sampleMs);
  const ended = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(sampler);
  if (ended !== exitCode) throw new Error(`${command.join(' ')} ended with ${ended}:\n${told.slice(-4000)}`);
  const [wall = 0, user = 0, system = 0] = (told.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const sampled = [...seen.values()].reduce((sum, cpuMs) => sum + cpuMs, 0);
  return { wallMs: wall * 1000, cpuMs: Math.max((user + system) * 1000, sampled), peakBytes: peak === 0 ? null : peak };
}

/** Something that is run several times, in turn with others, and counts by its medians. */
export class Contender {
  readonly #start: () => Promise<Run>;
  readonly #runs: Run[] = [];

  constructor(start: () => Promise<Run>) {
    this.#start = start;
  }

  async run(): Promise<void> {
    this.#runs.push(await this.#start());
  }

  get wallMs(): number {
    return median(this.#runs.map(({ wallMs }) => wallMs));
  }

  get cpuMs(): number {
    return median(this.#runs.map(({ cpuMs }) => cpuMs));
  }

  get peakBytes(): number | null {
    const peaks = this.#runs.flatMap(({ peakBytes }) => peakBytes ?? []);
    return peaks.length === 0 ? null : median(peaks);
  }
}

/** Runs each contender in turn, `rounds` times, so that what else the machine does falls on all alike. */
export async function interleave(rounds: number, contenders: readonly Contender[]): Promise<void> {
  for (let round = 0; round < rounds; round += 1) for (const contender of contenders) await contender.run();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A process and all below it; none where it has ended or /proc does not tell. */
function processesBelow(pid: number): { readonly pid: number; readonly residentBytes: number; readonly cpuMs: number }[] {
  try {
    const residentPages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    // What stands behind the name, which may hold anything: user and system time are the 12th and 13th.
    const facts = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const own = { pid, residentBytes: residentPages * 4096, cpuMs: (Number(facts[11]) + Number(facts[12])) * 10 };
    return [own, ...children.flatMap((child) => processesBelow(Number(child)))];
  } catch {
    return []; // It has ended between two looks.
  }
}

/** The files below a folder, with their sizes. */
export function filesBelow(folder: string): { readonly path: string; readonly size: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(folder.length + 1), size: statSync(file).size }));
}
