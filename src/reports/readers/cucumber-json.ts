import { z } from 'zod';
import { numberRepeated, type StepOutcome, scenarioTest } from '../families/cucumber-scenarios.ts';
import { defineJsonReader } from '../reader.ts';
import type { JsonValue, TestCase } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const result = z.object({
  status: z.string(),
  // Nanoseconds; some writers make a text of them.
  duration: z.union([z.number().nonnegative(), z.string().regex(/^\d{1,18}$/, 'no whole number of nanoseconds')]).nullish(),
  error_message: z.string().nullish(),
});

const hook = z.object({ result: result.nullish() });

const element = z.object({
  type: z.string().nullish(),
  name: z.string().nullish(),
  line: z.int().nonnegative().nullish().catch(null),
  before: z.array(hook).nullish(),
  after: z.array(hook).nullish(),
  steps: z.array(hook.extend({ hidden: z.boolean().nullish(), before: z.array(hook).nullish(), after: z.array(hook).nullish() })).nullish(),
});

const schema = z.array(z.object({ name: z.string(), uri: z.string(), elements: z.array(element).nullish() }));

type Hook = z.output<typeof hook>;
type Element = z.output<typeof element>;
type Feature = z.output<typeof schema>[number];

/**
 * The JSON formatter of Cucumber (`cucumber-json-formatter` of github.com/cucumber, and the formatters of Cucumber's implementations, godog
 * and pytest-bdd). One test is one scenario, or one row of a scenario outline. Its status is the worst of its steps and hooks, with those of
 * the background before it. Behave writes a look-alike without `uri`, in seconds: it is of another format.
 */
export const cucumberJson = defineJsonReader({
  format: 'cucumber-json',
  kind: 'tests',
  paths: 'working-directory',
  guide: {
    title: 'Cucumber JSON',
    source: 'https://github.com/cucumber/json-formatter',
    make: 'cucumber-js --format json:cucumber.json',
    selectors: [
      { selector: '#Checkout/*', selects: 'the scenarios of a feature' },
      { selector: '#Checkout/amounts', selects: 'a scenario, or all rows of a scenario outline' },
      { selector: '#*refund*', selects: 'the scenarios whose name matches' },
    ],
    unit: 'one scenario; each row of an outline is one',
    unproven: 'nothing else; an undefined, ambiguous or pending step is a failure, and a scenario without steps is skipped',
  },
  unlike(document) {
    if (!isList(document)) return 'is no list of features';
    if (document.length === 0) return 'lists no feature';
    const reason = document.map(unlikeFeature).find((each) => each !== null);
    return reason ?? null;
  },
  nameless: (document) => isList(document) && document.length === 0,
  schema,
  report: (features) => ({
    kind: 'tests',
    tool: { name: 'cucumber', version: null },
    partial: [],
    tests: numberRepeated(features.flatMap(scenariosOf)),
    unlisted: [],
    durationMs: null,
  }),
});

function unlikeFeature(feature: JsonValue): string | null {
  if (!isObject(feature)) return 'is no list of objects';
  const missing = ['keyword', 'name', 'uri'].find((key) => typeof feature[key] !== 'string');
  if (missing !== undefined) return `lists a feature without \`${missing}\``;
  return feature['elements'] === undefined || isList(feature['elements']) ? null : 'lists a feature whose `elements` are no list';
}

function scenariosOf({ name, uri, elements }: Feature): TestCase[] {
  const tests: TestCase[] = [];
  let background: StepOutcome[] = [];
  for (const each of elements ?? []) {
    if (each.type === 'background') {
      background = stepsOf(each);
      continue;
    }
    // Nothing runs for a scenario without steps, so that the background which stands here is of another one.
    const before = each.steps?.length === 0 ? [] : background;
    const path = [name, each.name ?? ''].filter((part) => part !== '');
    tests.push(scenarioTest(path, { file: uri, line: each.line ?? undefined }, [...before, ...stepsOf(each)]));
  }
  return tests;
}

function stepsOf({ before, steps, after }: Element): StepOutcome[] {
  return [
    ...hooksOf(before),
    // A scenario without a list says nothing of its steps; an empty list says that it has none.
    ...(steps ?? [{}]).flatMap((step) => [...hooksOf(step.before), outcomeOf(step, step.hidden === true), ...hooksOf(step.after)]),
    ...hooksOf(after),
  ];
}

function hooksOf(hooks: readonly Hook[] | null | undefined): StepOutcome[] {
  return (hooks ?? []).map((each) => outcomeOf(each, true));
}

function outcomeOf(step: Hook, isHook: boolean): StepOutcome {
  const duration = step.result?.duration;
  return {
    status: step.result?.status ?? 'without a result',
    isHook,
    durationMs: duration == null ? null : Number(duration) / 1e6,
    message: step.result?.error_message ?? null,
  };
}
