import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, makeRoot, readiness } from './run.ts';

const now = ['--now', '2026-11-24T12:00:00Z'];
const checklist = (items: string) => ({ 'content/checklist/1-tests.md': `# Tests\n\n## All\n\n${items}\n` });

describe('check', () => {
  test('exits 0 where the release is ready, and says so', () => {
    const { code, out } = readiness('check', '--root', makeRoot(), ...now);
    expect(out.split('\n')[0]).toMatch(/^Teapot 1\.0\.0 at aaaaaaa is ready: .*verified/);
    expect(code).toBe(0);
  });

  test('exits 1 on AIM, and says what to do by cause in some thirty lines', () => {
    const { code, out } = readiness('check', ...now);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(out).toMatch(
      /^1\. .* \(.*\)\n {3}.*Repair what fails, and measure again:\n {5}\$ .*\n {3}\d+ items wait for this .*:\n {5}content\/.*:\d+:\d+ \S+: /m,
    );
    expect(out).toMatch(/^… and \d+ more causes, which the site lists\.$/m);
  });

  test('says what to do by cause, with the items that each keeps open, and warnings with their places', () => {
    const open = Array.from({ length: 12 }, (_, index) => `- [ ] Item ${index}`).join('\n');
    const missing = Array.from({ length: 7 }, (_, index) => `- [ ] Missing ${index} [t](/results/next/unit/none-${index}.xml)`).join('\n');
    const { out, err } = readiness('check', '--root', makeRoot(checklist(`${open}\n${missing}\n- [❌] It is blocked`)), ...now);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('Teapot 1.0.0 at aaaaaaa is not ready: of 20 items 1 is blocked, 7 unproven and 12 not started.');
    expect(lines.slice(2, 8)).toEqual([
      '20 items are open for 9 causes: first what contradicts a claim, then what keeps a quality gate open, then what keeps most items open.',
      '1. Nothing is cited that could prove them',
      '   Link the result file that proves each, as soon as there is one.',
      '   12 items wait for this alone:',
      '     content/checklist/1-tests.md:5:1 Not started: Item 0',
      '     content/checklist/1-tests.md:6:1 Not started: Item 1',
    ]);
    expect(out).toMatch(
      /^\d\. The file does not exist \(unit\/none-0\.xml\)\n.*\n {5}\$ npx readiness-portal collect --job unit none-0\.xml\n {3}1 item waits for this alone:\n {5}content\/checklist\/1-tests\.md:17:1 Unproven: Missing 0$/m,
    );
    expect(lines.at(-1)).toBe('… and 4 more causes, which the site lists.');
    const warnings = err.trimEnd().split('\n');
    expect(warnings.slice(0, 5).filter((line) => /^content\/checklist\/1-tests\.md:\d+:\d+ CITATION_MISSING /.test(line))).toHaveLength(5);
    expect(warnings.at(-1)).toMatch(/^… and \d+ more warnings?, which npx readiness-portal check --json lists\.$/);
  });

  test('asks for one layer, or for all but sign-offs', () => {
    const root = makeRoot({
      ...checklist('- [x] Tests pass [tests](/results/next/unit/junit.xml)\n\n**Sign-off**: ____ Date: ____'),
      'content/checklist/2-docs.md': '# Docs\n\n- [ ] Written\n',
      'content/portal.yaml': 'product: Teapot\nlayers: { docs: { blocking: false } }\n',
    });
    const check = (...args: string[]) => readiness('check', '--root', root, ...now, ...args).code;
    expect([
      check(),
      check('--unsigned'),
      check('--layer', 'tests'),
      check('--layer', 'tests', '--unsigned'),
      check('--layer', 'docs'),
    ]).toEqual([1, 0, 1, 0, 1]);
  });

  test('prints one JSON document on standard output, everything else on standard error', () => {
    const { code, out, err } = readiness(
      'check',
      '--json',
      '--root',
      makeRoot(checklist('- [x] A [t](/results/next/unit/none.xml)')),
      ...now,
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, state: 'not-ready' });
    expect(err).toMatch(/^content\/checklist\/1-tests\.md:5:9 CITATION_MISSING /);
  });

  test.each<[string, Record<string, string | null>, RegExp]>([
    ['an unknown mark', checklist('- [?] A'), /^content\/checklist\/1-tests\.md:5:1 MARK_UNKNOWN /],
    ['a duplicate id', checklist('- [ ] A\n- [ ] A'), /1-tests\.md:6:1 ITEM_DUPLICATE /],
    ['invalid YAML', { 'content/portal.yaml': 'product: [' }, /^content\/portal\.yaml:\d+:\d+ YAML_SYNTAX /],
    ['an unknown key', { 'content/portal.yaml': 'product: A\nprodct: B\n' }, /^content\/portal\.yaml:2:1 VALUE /],
    ['no checklist', { 'content/checklist/1-tests.md': null }, /^content\/checklist CONTENT_MISSING /],
    ['no portal.yaml', { 'content/portal.yaml': null }, /^content\/portal\.yaml CONTENT_MISSING /],
    ['no run.json of the release', { 'results/next/run.json': null }, /^results\/next\/run\.json CONTENT_MISSING /],
    ['a broken run.json of the release', { 'results/next/run.json': '{"product": 3}' }, /^results\/next\/run\.json#\/product SHAPE /],
    ['a file that would run', { 'results/next/unit/x.mdx': '# x' }, /^results\/next\/unit\/x\.mdx FILE_TYPE /],
    ['two names that collide', { 'results/next/unit/A.xml': '<a/>', 'results/next/unit/a.xml': '<a/>' }, /NAME_COLLISION /],
  ])('%s exits 2 with one line that names its place', (_, files, line) => {
    const { code, out, err } = readiness('check', '--root', makeRoot(files), ...now);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(line);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('all faults are listed at once, whatever stage finds them', () => {
    const root = makeRoot({
      ...checklist('- [?] A\n- [ ] B [t](/results/next/unit/junit.xml "about 3")'),
      'content/portal.yaml': 'prodct: A\n',
      'content/waivers.yaml': 'waivers: 3\n',
    });
    symlinkSync('/etc/passwd', join(root, 'results/next/unit/link.txt'));
    const codes = readiness('check', '--root', root, ...now)
      .err.split('\n')
      .map((line) => / ([A-Z_]{3,}) /.exec(line)?.[1]);
    expect(codes).toEqual(expect.arrayContaining(['MARK_UNKNOWN', 'CRITERION_SYNTAX', 'VALUE', 'NOT_REGULAR_FILE']));
  });

  test.each([
    ['an unreadable result', { 'results/next/unit/junit.xml': '<testsuite>' }],
    [
      'a result of another commit',
      { 'results/next/run.json': JSON.stringify({ product: 'Teapot', version: '1.0.0', commit: commit.replaceAll('a', 'b') }) },
    ],
  ])('%s is no fault of the checklist: unproven, exit 1', (_, files) => {
    const { code, out } = readiness('check', '--root', makeRoot(files), ...now);
    expect(code).toBe(1);
    expect(out).toContain('claimed');
  });

  test.each([
    [['check', '--layer', 'nope']],
    [['check', '--nope']],
    [['check', '--now', 'yesterday']],
    [['check', '--root', '/nowhere/at/all']],
    [['nonsense']],
  ])('%j is a matter of usage: exit 4 and one line', (args) => {
    const { code, err } = readiness(...args);
    expect(code).toBe(4);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(/ USAGE /);
  });
});

describe('inspect', () => {
  test('prints the contract of a kind', () => {
    const { code, out } = readiness('inspect', 'results/next/smoke/junit.xml', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      format: 'junit',
      kind: 'tests',
      problems: [],
      tests: { total: 8, passed: 8, failed: 0, skipped: 0, flaky: 0 },
    });
  });

  test('of a checklist file lists every item', () => {
    const { code, out } = readiness('inspect', 'content/checklist/1-code-audit.md', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'checklist',
      title: 'Code Audit',
      sections: [{ id: 'endpoints-audited' }, { id: 'quality-checks' }, { id: 'deliverables' }],
      problems: [],
    });
  });

  test('refuses a tool’s error document, and what it does not know, with the formats that its name names', () => {
    expect(readiness('inspect', 'results/next/scan/npm-audit.json').code).toBe(2);
    const root = makeRoot({ 'jest.json': '{"numTotalTests": 3}' });
    const { code, err } = readiness('inspect', join(root, 'jest.json'));
    expect(code).toBe(2);
    expect(err).toMatch(/ FORMAT_UNKNOWN no reader knows this file; nearest: jest-json /);
  });

  test('shows what a terminal would act on as text', () => {
    const name = 'a\u001b[2Jb\u202ec ::error::d';
    const root = makeRoot({
      'j.json': JSON.stringify({ numTotalTests: 1 }),
      'results/next/unit/junit.xml': `<testsuite><testcase name="${'::error::x&#10;::set-output'}"><failure/></testcase></testsuite>`,
    });
    const { out } = readiness('inspect', join(root, 'results/next/unit/junit.xml'));
    expect(out).not.toMatch(/^\s*::/m);
    expect(name.length).toBeGreaterThan(0);
  });
});

describe('import', () => {
  test('makes all pages or none, and keeps what is there unless it is told otherwise', () => {
    const root = makeRoot({
      'content/checklist/1-tests.md': null,
      'list.md': '# List\n\n## Layer 1: Code\n\n- [ ] A\n\n## Layer 2: Tests\n\n- [x] B\n',
    });
    const run = (...more: string[]) => readiness('import', join(root, 'list.md'), '--root', root, ...more);
    expect(run().code).toBe(0);
    expect(readdirSync(join(root, 'content/checklist'))).toEqual(['1-code.md', '2-tests.md']);
    expect(run().code).toBe(2);
    expect(run('--force').code).toBe(0);
    expect(readdirSync(join(root, 'results'))).toEqual(['next']);
    expect(readiness('import', join(root, 'content/portal.yaml'), '--root', root, '--force').code).toBe(2);
    expect(readdirSync(join(root, 'content/checklist'))).toEqual(['1-code.md', '2-tests.md']);
  });

  test('writes what a root needs besides, where it is not there, with the roles that the document asks', () => {
    const table = '| Role | Name | Signature |\n|---|---|---|\n| QA Lead | | |\n| CTO | | |\n';
    const list = `# List\n\n## Code\n\n- Reviewed\n- Reviewed\n\n## Approvals\n\n${table}`;
    const root = makeRoot({ 'content/portal.yaml': null, 'results/next/run.json': null, 'list.md': list });
    const run = () => readiness('import', join(root, 'list.md'), '--root', root, '--force');
    expect(run()).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('made content/portal.yaml\nmade results/next/run.json\n'),
    });
    expect(readFileSync(join(root, 'content/portal.yaml'), 'utf8')).toContain('  qa-lead:\n    title: QA Lead\n  cto:\n    title: CTO\n');
    expect(readiness('check', '--root', root, ...now).code).toBe(1);
    writeFileSync(join(root, 'content/portal.yaml'), 'product: Teapot\nroles: { cto: { title: CTO } }\n');
    expect(readdirSync(join(root, 'results')).sort()).toEqual(['.gitattributes', '.gitignore', 'next']);
    expect(run()).toMatchObject({ code: 2, err: expect.stringMatching(/list\.md:12:1 ROLE_UNKNOWN .*"QA Lead" - add it there: roles: /) });
  });

  test.each([
    ['a mark that is unknown', '- [ ] A\n- [~] B\n', 4, 'MARK_UNKNOWN'],
    ['a box that is none', '- [ ] A\n\nText\n\n- [x]B\n', 7, 'BOX'],
    ['an item without words', '- [ ] A\n- [ ]\n', 4, 'ITEM_EMPTY'],
    ['a comment that is never closed', '- [ ] A\n\n<!-- open\n', 5, 'UNCLOSED'],
    ['a layer that asks for nothing', '- [ ] A\n\n## Layer 2: B\n\nSoon.\n', 5, 'ITEMS_MISSING'],
  ])('refuses what check would refuse, at its place in the document, and writes nothing: %s', (_, text, line, code) => {
    const root = makeRoot({ 'content/checklist/1-tests.md': null, 'content/portal.yaml': null, 'list.md': `## Layer 1: A\n\n${text}` });
    const { code: exit, err } = readiness('import', join(root, 'list.md'), '--root', root);
    expect(exit).toBe(2);
    expect(err).toMatch(new RegExp(`^\\S*list\\.md:${line}:\\d+ ${code} `));
    expect(readdirSync(join(root)).sort()).toEqual(['list.md', 'results']);
  });

  test('takes the kinds of entries that it is told, and says of each what became of it', () => {
    const list = '## A\n\n- bullet\n\n1. number\n\n| Item | Done |\n|---|---|\n| row | yes |\n';
    const root = makeRoot({ 'list.md': list });
    const run = (...more: string[]) =>
      JSON.parse(readiness('import', join(root, 'list.md'), '--root', root, '--force', '--json', ...more).out);
    const lines = (all: readonly { line: number }[]) => all.map(({ line }) => line);
    expect(lines(run().report.items)).toEqual([3, 5, 9]);
    const { report } = run('--items', 'numbers,rows');
    expect(report.items).toEqual([
      { line: 5, from: 'number', id: 'a/number', mark: 'not-started', text: 'number', file: '1-a.md' },
      { line: 9, from: 'row', id: 'a/row', mark: 'complete', text: 'row', file: '1-a.md' },
    ]);
    expect(report.noItems).toEqual([{ line: 3, text: 'bullet', reason: 'has no box: kept as prose' }]);
    expect(lines(report.leftOut)).toEqual([7, 8]);
    expect(readiness('import', join(root, 'list.md'), '--root', root, '--force', '--items', 'tasks').code).toBe(2);
    expect(readiness('import', join(root, 'list.md'), '--root', root, '--items', 'words').code).toBe(4);
  });
});

describe('build', () => {
  test('refuses without leaving half a site', () => {
    const root = makeRoot(checklist('- [?] A'));
    const { code } = readiness('build', '--root', root, '--out', join(root, 'dist'), ...now);
    expect(code).toBe(2);
    expect(existsSync(join(root, 'dist'))).toBe(false);
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('never replaces the root itself', () => {
    const root = makeRoot();
    for (const out of [root, join(root, 'content'), join(root, 'results/next'), '/'])
      expect(readiness('build', '--root', root, '--out', out).code, out).toBe(4);
  });
});
