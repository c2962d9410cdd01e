import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { testAnchor } from '../../src/publish/test-anchor.ts';
import { hostileTexts } from '../publish/hostile-text.ts';
import { freezeIn, write } from '../release/frozen-root.ts';
import { makeRoot, readiness, readinessIn } from './run.ts';

const now = ['--now', '2026-11-24T12:00:00Z'];
const proof = '[t](/results/next/unit/junit.xml)';

interface Case {
  readonly suite: string;
  readonly classname: string;
  readonly name: string;
  readonly file: string | undefined;
  readonly line: string | undefined;
  outcome: string;
  message: string;
}

/** The cases of a JUnit file, by a parser that refuses what is not well-formed. */
function casesOf(path: string): Case[] {
  const parser = new SaxesParser();
  const cases: Case[] = [];
  let suite = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const last = cases.at(-1);
    if (name === 'testsuite') suite = attributes['name'] ?? '';
    else if (name === 'testcase') {
      const { classname = '', name: named = '', file, line } = attributes;
      cases.push({ suite, classname, name: named, file, line, outcome: 'passed', message: '' });
    } else if (last !== undefined && name !== 'testsuites') {
      last.outcome = name;
      last.message = attributes['message'] ?? '';
    }
  });
  parser.write(readFileSync(path, 'utf8')).close();
  return cases;
}

const read = (root: string, name: string) => readFileSync(join(root, name), 'utf8');
const entriesOf = (
  root: string,
): { description: string; check_name: string; fingerprint: string; location: { path: string; lines: { begin: number } } }[] =>
  JSON.parse(read(root, 'quality.json'));

/** Asks for every output at once, as a job on GitHub does; further variables and options go before. */
function checkAll(root: string, variables: Record<string, string> = {}, ...more: string[]) {
  const files = ['--junit', join(root, 'junit.xml'), '--code-quality', join(root, 'quality.json'), '--summary', join(root, 'summary.md')];
  return readinessIn({ GITHUB_ACTIONS: 'true', ...variables }, 'check', '--root', root, ...now, ...files, ...more);
}

const everyStatus = [
  '# Tests',
  '',
  '## All',
  '',
  `- [x] Proven ${proof}`,
  '- [ ] Waived',
  '- [n/a] Left out because: there is none',
  '- [x] Contradicted [t](/results/next/unit/junit.xml "= 0 passed")',
  '- [ ] A parent',
  '  - [ ] Unit',
  `  - [x] Other ${proof}`,
  '- [❌] A blocked parent',
  `  - [x] Unit ${proof} <!-- id: second -->`,
  '',
].join('\n');

describe('what check writes for a CI', () => {
  const root = makeRoot({
    'content/checklist/1-tests.md': everyStatus,
    'content/waivers.yaml': 'waivers:\n  - item: tests/all/waived\n    because: until spring\n    until: 2027-01-01\n',
  });
  const { code, out } = checkAll(root, { GITHUB_WORKSPACE: join(root, '..') });
  const below = root.split('/').at(-1);

  test('as JUnit XML only what is proven passes, what is excepted is skipped, and the rest fails with its reason and its place', () => {
    expect(code).toBe(1);
    expect(casesOf(join(root, 'junit.xml')).map(({ name, outcome, message }) => [name, outcome, message])).toEqual([
      ['Proven', 'passed', ''],
      ['Waived', 'skipped', 'Waived until 2027-01-01: until spring'],
      ['Left out', 'skipped', 'Not applicable: there is none'],
      ['Contradicted', 'failure', expect.stringMatching(/^Contradicted: .*(?:is|are) 1/)],
      ['A parent › Unit', 'failure', 'Not started: A result that proves it; it cites nothing.'],
      ['A parent › Other', 'passed', ''],
      ['A blocked parent', 'failure', 'Blocked: What blocks it resolved; its author marked it as blocked.'],
      ['A blocked parent › Unit', 'passed', ''],
    ]);
    expect(casesOf(join(root, 'junit.xml'))[4]).toMatchObject({
      suite: 'Layer 1: Tests',
      classname: 'tests.All',
      file: `${below}/content/checklist/1-tests.md`,
      line: '10',
    });
    const { tests } = JSON.parse(readiness('inspect', join(root, 'junit.xml'), '--json').out);
    expect(tests).toMatchObject({ total: 8, passed: 3, failed: 3, skipped: 2 });
  });

  test('for GitHub each open item is an error at its line in the repository, the gravest first', () => {
    expect(out.split('\n').filter((line) => line.startsWith('::'))).toEqual([
      expect.stringContaining(`::error file=${below}/content/checklist/1-tests.md,line=8,col=1,title=Contradicted%3A Contradicted::`),
      `::error file=${below}/content/checklist/1-tests.md,line=12,col=1,title=Blocked%3A A blocked parent::What blocks it resolved; its author marked it as blocked.`,
      `::error file=${below}/content/checklist/1-tests.md,line=10,col=3,title=Not started%3A Unit::A result that proves it; it cites nothing.`,
    ]);
  });

  test('for GitLab each open item is an entry with its place, under one fingerprint wherever its line moves', () => {
    const before = entriesOf(root);
    expect(before.map(({ location }) => [location.path, location.lines.begin])).toEqual(
      [8, 12, 10].map((line) => [`${below}/content/checklist/1-tests.md`, line]),
    );
    write(root, 'content/checklist/1-tests.md', everyStatus.replace('## All\n', '## All\n\nMore words.\n'));
    checkAll(root, { CI_PROJECT_DIR: root });
    const after = entriesOf(root);
    expect(after.map(({ location }) => [location.path, location.lines.begin])).toEqual(
      [10, 14, 12].map((line) => ['content/checklist/1-tests.md', line]),
    );
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
    expect(new Set(after.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(after.every(({ fingerprint }) => /^[\da-f]{64}$/.test(fingerprint))).toBe(true);
  });

  test('the summary names what is open with its reason and place, and is added to what a GitHub job has', () => {
    expect(read(root, 'summary.md')).toContain(
      '| A blocked parent | Blocked | What blocks it resolved; its author marked it as blocked. | content/checklist/1-tests.md:14 |',
    );
    const step = join(root, 'step.md');
    writeFileSync(step, 'from the step before\n');
    const run = (...more: string[]) => readinessIn({ GITHUB_STEP_SUMMARY: step }, 'check', '--root', root, ...now, ...more);
    expect(run().code).toBe(1);
    expect(read(root, 'step.md')).toBe(`from the step before\n\n${read(root, 'summary.md')}`);
    expect(run('--summary', join(root, 'own.md')).code).toBe(1);
    expect(read(root, 'step.md')).toBe(`from the step before\n\n${read(root, 'own.md')}`);
    const unwritable = readinessIn({ GITHUB_STEP_SUMMARY: root }, 'check', '--root', root, ...now);
    expect([unwritable.code, unwritable.err]).toEqual([1, expect.stringMatching(/^GITHUB_STEP_SUMMARY ENVIRONMENT .*\n$/)]);
  });
});

test('where the address of the site is known, every output leads to the failed test on the page of its file, and else to the file', () => {
  const files = {
    'content/checklist/1-tests.md': `# Tests\n\n## All\n\n- [ ] Pass ${proof}\n- [x] Contradicted [t](/results/next/unit/junit.xml "= 5 passed")\n- [ ] Open\n`,
    'results/next/unit/junit.xml':
      '<testsuite><testcase classname="a|b" name="pays ](x) | [now]"><failure/></testcase><testcase classname="a" name="b"/></testsuite>',
  };
  const root = makeRoot({ ...files, 'content/portal.yaml': 'product: Shop\nsite: https://shop.example/portal\n' });
  const name = 'a|b/pays ](x) | [now]';
  const page = 'https://shop.example/portal/evidence/unit/junit.xml/';
  const address = `${page}#${testAnchor(name)}`;
  const { out } = checkAll(root);
  const lines = out.split('\n');
  expect(lines.find((line) => line.includes(' content/') && line.includes('Failing: Pass'))).toMatch(
    new RegExp(` ${RegExp.escape(address)}$`),
  );
  expect(lines.find((line) => line.startsWith('::') && line.includes('Failing%3A Pass'))).toMatch(`%0A${name} ${address}`);
  expect(entriesOf(root).map(({ description }) => description.split(' - ').at(-1))).toEqual([
    `${name} ${address}`,
    `${name} ${address}`,
    expect.stringMatching(/^Open\. /),
  ]);
  expect(read(root, 'junit.xml').split(`\n${name} ${address}</failure>`)).toHaveLength(3);
  const rows = read(root, 'summary.md').split('\n');
  const link = `[a\\|b/pays \\](x) \\| \\[now\\]](<${address}>)`;
  expect(rows.find((row) => row.startsWith('| Pass |'))).toContain(` ${link} | content/`);
  expect(rows.find((row) => row.startsWith('| Contradicted |'))).toContain(` ${link} |`);

  const nowhere = makeRoot(files);
  expect(`${checkAll(nowhere).out}${read(nowhere, 'summary.md')}${read(nowhere, 'junit.xml')}`).not.toContain('http');
});

test('sign-offs that are missing fail, and where they are not asked for neither they nor what they would vouch for does', () => {
  const root = makeRoot({
    'content/checklist/1-tests.md': `# Tests\n\n- [x] Proven ${proof}\n- [x] Only claimed\n\n**Sign-off**: ____ Date: ____\n`,
  });
  const outcomes = () => casesOf(join(root, 'junit.xml')).map(({ name, outcome }) => [name, outcome]);
  expect(checkAll(root).code).toBe(1);
  expect(outcomes()).toEqual([
    ['Proven', 'passed'],
    ['Only claimed', 'failure'],
    ['Layer 1: Tests', 'failure'],
  ]);
  expect(checkAll(root, {}, '--unsigned')).toMatchObject({ code: 0, out: expect.not.stringMatching(/^::/m) });
  expect(outcomes()).toEqual([
    ['Proven', 'passed'],
    ['Only claimed', 'skipped'],
    ['Layer 1: Tests', 'skipped'],
  ]);
  expect(entriesOf(root)).toEqual([]);
});

test('where only a signature is missing, the error says that', () => {
  const root = makeRoot({ 'content/checklist/1-tests.md': `# Tests\n\n- [x] Proven ${proof}\n\n**Sign-off**: ____ Date: ____\n` });
  expect(checkAll(root).out).toMatch(
    /^::error title=Not ready::.* is awaiting sign-off: the only item is verified; its sign-off is missing\.$/m,
  );
});

test('a release that is not what was frozen is an error in every output', async () => {
  const root = makeRoot();
  await freezeIn(root, '1.0.0-rc.1');
  write(root, 'results/1.0.0-rc.1/unit/junit.xml', '<testsuite/>');
  const { code, out } = checkAll(root);
  expect(code).toBe(3);
  expect(casesOf(join(root, 'junit.xml')).map(({ outcome }) => outcome)).toEqual(['passed', 'error']);
  expect(entriesOf(root)).toHaveLength(1);
  expect(read(root, 'summary.md')).toContain('INTEGRITY');
  expect(out).toMatch(/^::error file=results\/1\.0\.0-rc\.1\/unit\/junit\.xml,title=INTEGRITY::/m);
});

test('what the input is refused for is an error at its place in every output, so that none says what was true before', () => {
  const root = makeRoot({ 'content/checklist/1-tests.md': '# Tests\n\n- [?] A\n' });
  const { code, out } = checkAll(root);
  expect(code).toBe(2);
  expect(out).toMatch(/^::error file=content\/checklist\/1-tests\.md,line=3,col=1,title=MARK_UNKNOWN::/m);
  expect(casesOf(join(root, 'junit.xml')).map(({ outcome, file, line }) => [outcome, file, line])).toEqual([
    ['error', 'content/checklist/1-tests.md', '3'],
  ]);
  expect(entriesOf(root).map(({ location }) => location)).toEqual([{ path: 'content/checklist/1-tests.md', lines: { begin: 3 } }]);
  expect(read(root, 'summary.md')).toContain('refused for 1 problem');
});

test('no text becomes a command, an escape or markup in any output', () => {
  const commands = [
    '::error::x',
    '::stop-commands::x',
    '##[error]x',
    'a ##[add-mask]b',
    '##vso[task.complete]x',
    '%0A::add-mask::a',
    '$(id) ${{ x }}',
  ];
  const texts = [...hostileTexts, ...commands, 'a ]]> b', 'cell | `$(id)` <b>'].map((text) =>
    text
      .toWellFormed()
      .replace(/[\r\n\u0000]/g, ' ')
      .replaceAll('[x]', '[y]')
      .replaceAll('src=x', 'src=/x'),
  );
  const items = texts.map((text, index) => `- [ ] Item ${index} ${text}`).join('\n');
  const starts = commands.map((text, index) => `- [ ] ${text} at ${index}`).join('\n');
  const root = makeRoot({ 'content/checklist/1-tests.md': `# ::error::t\n\n## ::x\n\n${items}\n${starts}\n` });
  const { code, out, err } = checkAll(root);
  expect(code, err).toBe(1);
  const lines = `${out}${err}`.split('\n');
  const own = lines.filter((line) => line.startsWith('::'));
  expect(own).toHaveLength(10);
  for (const line of own) expect(line).toMatch(/^::error file=content\/checklist\/1-tests\.md,line=\d+,col=1,title=[^,:]*::[^\r\n]*$/);
  expect(lines.filter((line) => !own.includes(line) && /^\s*::|##\[|##vso\[/.test(line))).toEqual([]);
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
  const cases = casesOf(join(root, 'junit.xml'));
  expect(cases).toHaveLength(texts.length + commands.length);
  expect(new Set(cases.map(({ classname, name }) => `${classname}\n${name}`)).size).toBe(cases.length);
  expect(new Set(entriesOf(root).map(({ fingerprint }) => fingerprint)).size).toBe(cases.length);
  const rows = read(root, 'summary.md')
    .split('\n')
    .filter((line) => /^\| Item \d/.test(line));
  expect(rows).toHaveLength(10);
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(6);

  const json = checkAll(root, {}, '--json');
  expect(JSON.parse(json.out)).toMatchObject({ state: 'not-ready' });
  expect(json.out).not.toMatch(/##\[|##vso\[|^\s*::/m);
  expect(json.err.match(/^::error /gm)).toHaveLength(10);
});

test('files are written all or none, and what cannot be written exits 4 with one line', () => {
  const root = makeRoot();
  mkdirSync(join(root, 'folder'));
  symlinkSync('/dev/null', join(root, 'device'));
  const good = join(root, 'good.xml');
  const bad = ['none/q.json', 'folder', 'device', 'content/q.json', 'results/next/q.json', 'good.xml'].map((path) => join(root, path));
  for (const path of bad) {
    const { code, out, err } = readiness('check', '--root', root, ...now, '--junit', good, '--code-quality', path);
    expect([path, code]).toEqual([path, 4]);
    expect(err).toMatch(/^--code-quality (?:USAGE|ENVIRONMENT) .* - name .*\n$/);
    expect(out).toContain(' is ready: ');
    expect(existsSync(good)).toBe(false);
  }
  expect(readdirSync(root).sort()).toEqual(['content', 'device', 'folder', 'results']);
  const nowhere = readiness('check', '--root', root, ...now, '--summary');
  expect([nowhere.code, nowhere.err]).toEqual([4, expect.stringMatching(/^--summary USAGE .*\n$/)]);
});

test('--against alone is the latest release here, and none is said to begin with', async () => {
  const root = makeRoot({
    'content/checklist/1-tests.md': `# Tests\n\n- [x] Proven ${proof}\n- [ ] Open before too\n\n**Sign-off**: ____ Date: ____\n`,
  });
  const against = (...more: string[]) => readiness('check', '--root', root, ...now, '--against', ...more);
  const first = against();
  expect([first.code, first.err]).toEqual([4, expect.stringMatching(/^--against USAGE .* - write --against none /)]);
  expect(against('none').code).toBe(1);
  for (const version of ['1.0.0-rc.2', '1.0.0-rc.10']) await freezeIn(root, version);
  expect(against().out).toContain('Nothing is worse than in 1.0.0-rc.10.');
  write(root, 'results/next/unit/junit.xml', '<testsuite><testcase classname="a" name="b"><failure/></testcase></testsuite>');
  expect(against('none').code).toBe(1);
  const worse = checkAll(root, {}, '--against');
  expect(worse.code).toBe(1);
  expect(worse.out).toContain('Worse than 1.0.0-rc.10 in 1 point:');
  expect(worse.out.match(/^::error .*$/gm)).toEqual([
    expect.stringMatching(/^::error file=content\/checklist\/1-tests\.md,line=3,col=1,title=Worse%3A Proven::/),
  ]);
  expect(casesOf(join(root, 'junit.xml')).map(({ name, outcome }) => [name, outcome])).toEqual([
    ['Proven', 'failure'],
    ['Open before too', 'skipped'],
    ['Layer 1: Tests', 'skipped'],
  ]);
  expect(entriesOf(root).map(({ check_name }) => check_name)).toEqual(['worse']);
});
