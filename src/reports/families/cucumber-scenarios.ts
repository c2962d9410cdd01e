import type { TestAttempt, TestCase } from '../report.ts';

/** What became of one step or hook of a scenario. */
export interface StepOutcome {
  /** As the tool writes it, in any case: `passed`, `UNDEFINED`. */
  readonly status: string;
  readonly isHook: boolean;
  readonly durationMs: number | null;
  readonly message: string | null;
}

/** A scenario as a test; `before` holds the steps of the attempts that another followed. Rows of an outline get names of their own by `numberRepeated`. */
export function scenarioTest(
  path: readonly string[],
  place: TestCase['place'],
  steps: readonly StepOutcome[],
  { attempts, before }: { attempts: number; before: readonly (readonly StepOutcome[])[] } = { attempts: 1, before: [] },
): TestCase {
  const { status, message } = verdictOf(steps);
  const retries = before.map((each): TestAttempt => ({ message: verdictOf(each).message, durationMs: null }));
  const durations = steps.flatMap(({ durationMs }) => durationMs ?? []);
  return {
    name: path.join('/'),
    status,
    durationMs: durations.length === 0 ? null : Math.round(durations.reduce((sum, each) => sum + each, 0) * 1e6) / 1e6,
    attempts,
    flaky: status === 'passed' && before.length > 0,
    message,
    path,
    place,
    ...(retries.length > 0 ? { retries } : {}),
  };
}

/**
 * The rows of a scenario outline have one name: each is made `name/1`, `name/2` in their order, so that the outline's own name covers them.
 */
export function numberRepeated(tests: readonly TestCase[]): TestCase[] {
  const total = new Map<string, number>();
  for (const { name } of tests) total.set(name, (total.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return tests.map((test) => {
    if ((total.get(test.name) ?? 0) < 2) return test;
    const number = (seen.get(test.name) ?? 0) + 1;
    seen.set(test.name, number);
    return { ...test, name: `${test.name}/${number}`, path: [...(test.path ?? [test.name]), String(number)] };
  });
}

/** A step that is undefined, ambiguous or pending fails its scenario, as Cucumber itself has it: nothing was shown to work. */
function verdictOf(steps: readonly StepOutcome[]): { status: TestCase['status']; message: string | null } {
  const words = steps.map(({ status }) => status.toLowerCase());
  const failed =
    worstFirst.map((word) => words.indexOf(word)).find((index) => index !== -1) ??
    words.findIndex((word) => word !== 'passed' && word !== 'skipped');
  if (failed !== -1) return { status: 'failed', message: steps[failed]?.message ?? `a step is ${words[failed]}` };
  if (words.includes('skipped')) return { status: 'skipped', message: null };
  return steps.some(({ isHook }) => !isHook)
    ? { status: 'passed', message: null }
    : { status: 'skipped', message: 'the scenario has no step' };
}

const worstFirst = ['failed', 'ambiguous', 'undefined', 'pending'];
