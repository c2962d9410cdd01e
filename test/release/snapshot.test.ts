import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { itemsOf } from '../../src/assessment/items.ts';
import { withCitations } from '../../src/assessment/with-citations.ts';
import { type LoadedRoot, loadRoot } from '../../src/disk/root.ts';
import { freezeAssessment } from '../../src/release/freeze-assessment.ts';
import { assessmentOf, currentRuleSet, readSnapshot, type Snapshot, snapshotText, subjectsOf } from '../../src/release/snapshot.ts';
import { makeRoot } from '../cli/run.ts';
import { freezeIn, frozenRoot, loadHistory, manyFiles, now, read, releaseOf } from './frozen-root.ts';

let root: string;
let snapshot: Snapshot;
beforeAll(async () => {
  root = await frozenRoot();
  ({ snapshot } = releaseOf(await loadHistory(root), '1.0.0'));
});

const loaded = async (folder: string): Promise<LoadedRoot> => {
  const outcome = await loadRoot(folder, now);
  if (outcome.state === 'refused') throw new Error(outcome.problems.map(({ message }) => message).join('; '));
  return outcome.value;
};

test('a snapshot says what it is of, when, by which rules, and with which files', () => {
  const { assessment: _assessment, files, subjects, ...facts } = snapshot;
  expect(facts).toEqual({
    schemaVersion: 1,
    ruleSet: currentRuleSet,
    tool: { name: 'readiness-portal', version: '0.0.0' },
    product: 'Teapot',
    version: '1.0.0',
    commit: 'a'.repeat(40),
    committed: null,
    frozenAt: '2026-11-24T12:00:00.000Z',
    assessedAt: '2026-11-24T12:00:00.000Z',
    backfill: false,
    measured: { first: '2026-11-23T00:00:00Z', last: '2026-11-23T00:00:00Z' },
    previous: null,
    records: [],
  });
  expect(Object.keys(subjects.layers)).toEqual(['tests']);
  expect(files.map(({ file }) => file)).toEqual([
    'checklist/1-tests.md',
    'checklist/gates.md',
    'checklist/portal.yaml',
    'checklist/waivers.yaml',
    'notes/notes.md',
    'notes/run.json',
    'probe/probe.json',
    'probe/run.json',
    'run.json',
    'unit/junit.xml',
    'unit/lcov.info',
    'unit/run.json',
  ]);
});

test('its bytes are canonical JSON and a line feed', () => {
  const text = read(root, 'results/1.0.0/snapshot.json');
  expect(text).toBe(snapshotText(snapshot));
  expect(text.endsWith('}\n')).toBe(true);
  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(JSON.parse(text)).sort());
});

test('what is read of it is the assessment that was frozen, but for examples, prose and texts', async () => {
  const { unsigned } = await loaded(root);
  expect(freezeAssessment(assessmentOf(snapshot))).toEqual(freezeAssessment(unsigned));
  expect(itemsOf(assessmentOf(snapshot).pages).map(({ id, status }) => `${id}: ${status}`)).toEqual([
    'tests/all/tests-pass: verified',
    'tests/all/coverage: verified',
    'tests/all/status-is-fine: verified',
    'tests/all/nothing-restarts: failing',
    'tests/all/a-parent: waived',
    'tests/all/first-child: verified',
    'tests/all/another-child: waived',
    'gates/all-tests: contradicted',
  ]);
});

test('no text of a result file is in it', async () => {
  const secret = 'tok3n-of-a-result';
  const folder = makeRoot({
    ...manyFiles,
    'results/next/probe/probe.json': `{"status": "${secret}", "restarts": 0, "healthy": true}`,
    'results/next/unit/junit.xml': `<testsuite><testcase classname="${secret}" name="b"><failure>${secret}</failure></testcase></testsuite>`,
    'results/next/notes/notes.md': `# ${secret}\n`,
    'results/next/notes/run.json': JSON.stringify({
      job: 'notes',
      commit: `${secret}: !`,
      finished: '2026-11-23T00:00:00Z',
      commands: [{ command: secret, exitCode: 1 }],
      environment: { name: `${secret}: !`, note: secret },
      notes: [secret],
    }),
    'content/checklist/2-notes.md': '# Notes\n\n- [ ] Noted [notes](/results/next/notes/notes.md)\n',
  });
  const frozen = await freezeIn(folder, '1.0.0');
  expect(snapshotText(frozen.snapshot)).not.toContain(secret);
  expect(read(folder, 'results/1.0.0/probe/probe.json')).toContain(secret);
});

test('what is signed of the release in preparation is what is signed of the release that it becomes', async () => {
  const { unsigned, subjects } = await loaded(root);
  expect(subjects.find(({ name }) => name === 'release')?.digest).toBe(snapshot.subjects.release);
  expect(subjects.find(({ name }) => name === 'tests')?.digest).toBe(snapshot.subjects.layers['tests']);
  const aged = { ...unsigned, assessedAt: '2030-01-01T00:00:00Z' };
  const later = subjectsOf(aged, '1.0.0', [], []);
  expect(later.release.digest).toBe(subjectsOf(unsigned, '1.0.0', [], []).release.digest);
  expect(later.release.digest).not.toBe(subjectsOf(unsigned, '1.0.0-rc.1', [], []).release.digest);
});

test('reading a snapshot never throws, whatever the text', () => {
  const text = snapshotText(snapshot);
  const broken = ['', 'null', '[]', '{}', '{"schemaVersion":2}', '['.repeat(200_000), text.slice(0, -100), `${text}{}`];
  const unknown = [text.replace('"backfill":false', '"backfill":false,"extra":1'), text.replace('"version":"1.0.0"', '"version":"v1"')];
  for (const each of [...broken, ...unknown]) expect(readSnapshot(each, 'f').state).toBe('refused');
  fc.assert(fc.property(fc.string(), (any) => readSnapshot(any, 'f').state === 'refused'));
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, sign) => {
      const outcome = readSnapshot(text.slice(0, at) + sign + text.slice(at + 1), 'f');
      return outcome.state === 'read' || outcome.problems.every(({ code }) => code === 'INTEGRITY');
    }),
  );
});

test('an assessment in which no citation changes stays as it is, on AIM too', async () => {
  for (const folder of [root, '.']) {
    const { unsigned } = await loaded(folder);
    expect(withCitations(unsigned, (citation) => citation)).toEqual(unsigned);
  }
});
