import fc from 'fast-check';
import { generatedOutcomes, type MadeOutcome, sumMilliseconds } from '../../reports/generated.ts';

const outcomes = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['undefined', 'failed'],
  ['pending', 'failed'],
  ['ambiguous', 'failed'],
  ['skipped', 'skipped'],
] as const;
type Word = (typeof outcomes)[number][0];

const step = (status: Word, milliseconds: number) => ({
  keyword: 'Given ',
  name: 'a step',
  line: 3,
  match: { location: 'steps.js:1' },
  result: { status, duration: milliseconds * 1e6, ...(status === 'failed' && { error_message: 'not ok' }) },
});
const scenario = ({ name }: { readonly name: string }) => ({
  type: 'scenario',
  keyword: 'Scenario',
  id: 'it',
  name,
  line: 5,
  description: '',
});
/** What follows a step that did not pass is skipped. */
const rest = (word: Word) => [step(word === 'passed' ? 'passed' : 'skipped', 0)];

/** Cucumber for JavaScript: hooks are hidden steps, and those of the background are the scenario's own. */
const written = {
  javascript(tests: readonly MadeOutcome<Word>[], isHookBroken: boolean) {
    const hook = (status: Word) => ({ ...step(status, 0), keyword: 'After', hidden: true });
    return tests.map((each) => ({
      ...scenario(each),
      steps: [step('passed', 0), step(each.word, each.milliseconds), ...rest(each.word), hook(isHookBroken ? 'failed' : 'passed')],
    }));
  },
  /** Cucumber for Java: a background stands before each of its scenarios, and hooks in lists of their own. */
  java(tests: readonly MadeOutcome<Word>[], isHookBroken: boolean) {
    return tests.flatMap((each) => [
      { ...scenario({ name: '' }), type: 'background', keyword: 'Background', steps: [step(each.word, each.milliseconds)] },
      {
        ...scenario(each),
        before: [step('passed', 0)],
        steps: rest(each.word),
        after: [step(isHookBroken ? 'failed' : 'passed', 0)],
      },
    ]);
  },
};

const generatedBy = (language: keyof typeof written) =>
  generatedOutcomes(outcomes, (tests, isHookBroken) => {
    const features = Object.entries(Object.groupBy(tests, ({ suite }) => suite)).map(([name, own]) => ({
      uri: `features/${name}.feature`,
      id: name,
      keyword: 'Feature',
      name,
      line: 1,
      tags: [],
      elements: [
        ...written[language](own, isHookBroken),
        // Nothing was shown by a scenario that holds no step.
        { ...scenario({ name: 'later' }), steps: [] },
      ],
    }));
    const skipped = features.length + tests.filter(({ status }) => !isHookBroken && status === 'skipped').length;
    const broken = isHookBroken ? { passed: 0, failed: tests.length } : {};
    return { content: JSON.stringify(features), counts: { ...broken, skipped, testsMs: sumMilliseconds(tests) } };
  });

export const generated = fc.oneof(generatedBy('javascript'), generatedBy('java'));
