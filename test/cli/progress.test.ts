import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProgressMode, type Step, showProgress } from '../../src/cli/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Everything that is shown of some work, as it is shown; what passes stands in brackets. */
async function shown(mode: ProgressMode, work: (step: Step, wait: (ms: number) => Promise<unknown>) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const output = {
    mode,
    clock: () => Date.now(),
    show: (line: string) => lines.push(`[${line}]`),
    tell: (line: string) => lines.push(line),
  };
  await showProgress(output, (step) => work(step, (ms) => vi.advanceTimersByTimeAsync(ms)));
  return lines;
}

describe('what takes over two seconds', () => {
  test('says so on one line of a terminal, which goes at the end', async () => {
    const lines = await shown('terminal', async (step, wait) => {
      step('Reading');
      await wait(1000);
      step('Making');
      await wait(1000);
      step('Verifying', '1 of 2');
      await wait(1000);
    });
    expect(lines[0]).toBe('[Making … 2 s]');
    expect(lines).toContain('[Verifying: 1 of 2 … 2 s]');
    expect(lines.at(-2)).toBe('[Verifying: 1 of 2 … 3 s]');
    expect(lines.at(-1)).toBe('[]');
    expect(lines.length).toBeLessThan(10);
  });

  test('says so in a log by one line for each thing that takes so long', async () => {
    const lines = await shown('log', async (step, wait) => {
      step('Reading');
      await wait(500);
      for (const at of [1, 2, 3, 4]) {
        step('Verifying', `${at} of 4`);
        await wait(1000);
      }
      step('Writing');
      await wait(100);
    });
    expect(lines).toEqual(['Verifying …']);
  });

  test('is told though it let nothing else run meanwhile', async () => {
    const lines = await shown('log', async (step) => {
      step('Reading');
      vi.setSystemTime(Date.now() + 5000);
      step('Writing');
      vi.setSystemTime(Date.now() + 5000);
    });
    expect(lines).toEqual(['Reading …', 'Writing …']);
  });

  test('says nothing where nobody is to read it', async () => {
    const lines = await shown('none', async (step, wait) => {
      step('Reading');
      await wait(10_000);
    });
    expect(lines).toEqual([]);
  });
});

test('what is quick says nothing on a terminal or in a log, and what fails takes its line away', async () => {
  for (const mode of ['terminal', 'log'] as const) {
    const lines = await shown(mode, async (step, wait) => {
      step('Reading');
      await wait(1900);
    });
    expect(lines.filter((line) => line !== '[]')).toEqual([]);
  }
  const lines: string[] = [];
  const output = { mode: 'terminal', clock: () => Date.now(), show: (line: string) => lines.push(line), tell: () => undefined } as const;
  const failing = showProgress(output, async (step) => {
    step('Reading');
    await vi.advanceTimersByTimeAsync(3000);
    throw new Error('gone');
  });
  await expect(failing).rejects.toThrow('gone');
  expect(lines.at(-1)).toBe('');
});
