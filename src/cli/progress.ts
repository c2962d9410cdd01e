import { showPassing, tell } from './print.ts';

/** Says what a command does now, and perhaps how far it is: `12 of 1000`. */
export type Step = (doing: string, count?: string) => void;

/** How progress is shown: on a line of a terminal that passes, by a line of a log, or not at all. */
export type ProgressMode = 'terminal' | 'log' | 'none';

/** Where progress is shown. */
export interface ProgressOutput {
  readonly mode: ProgressMode;
  /** A clock that never goes back, in milliseconds. */
  readonly clock: () => number;
  /** Shows a line in place of the one before; an empty one takes it away. */
  readonly show: (line: string) => void;
  /** Adds a line to a log. */
  readonly tell: (line: string) => void;
}

/** What takes no longer says nothing, in milliseconds. */
const patience = 2000;

/** How often a line on a terminal is drawn, in milliseconds. */
const pace = 250;

/** Runs what may take long, and shows on standard error what it does: on a terminal all the time, in CI by one line for each thing. */
export function withProgress<Value>(json: boolean, work: (step: Step) => Promise<Value>): Promise<Value> {
  const mode = json ? 'none' : process.stderr.isTTY ? 'terminal' : process.env['CI'] ? 'log' : 'none';
  return showProgress({ mode, clock: () => performance.now(), show: showPassing, tell }, work);
}

/** The same, where everything that it is shown on is given. */
export async function showProgress<Value>(
  { mode, clock, show, tell: add }: ProgressOutput,
  work: (step: Step) => Promise<Value>,
): Promise<Value> {
  const begun = clock();
  let current: { readonly doing: string; readonly since: number; isTold: boolean } | null = null;
  let line = '';
  let drawn = Number.NEGATIVE_INFINITY;
  const draw = () => {
    const now = clock();
    if (current === null) return;
    if (mode === 'log' && !current.isTold && now - current.since >= patience) {
      current.isTold = true;
      add(`${current.doing} …`);
    }
    if (mode === 'terminal' && now - begun >= patience && now - drawn >= pace) {
      drawn = now;
      show(`${line} … ${Math.round((now - begun) / 1000)} s`);
    }
  };
  const step: Step = (doing, count) => {
    if (current?.doing !== doing) {
      // What kept the process from doing anything else is told late, and told.
      draw();
      current = { doing, since: clock(), isTold: false };
      drawn = Number.NEGATIVE_INFINITY;
    }
    line = count === undefined ? doing : `${doing}: ${count}`;
    draw();
  };
  const timer = mode === 'none' ? undefined : setInterval(draw, pace);
  timer?.unref();
  try {
    return await work(step);
  } finally {
    clearInterval(timer);
    if (mode === 'log') draw();
    if (mode === 'terminal') show('');
  }
}
