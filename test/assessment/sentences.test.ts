import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assessRoot } from './root-of.ts';

/** What rows name by a word: an audit with a moderate and a low finding, six tests of which one was skipped, coverage with half of the branches. */
const files = {
  audit: [
    'audit.json',
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: Object.fromEntries(
        ['moderate', 'low'].map((severity, index) => [
          `package-${index}`,
          {
            name: `package-${index}`,
            severity,
            isDirect: true,
            via: [
              { source: index, name: `package-${index}`, dependency: `package-${index}`, title: 'Found', url: '', severity, range: '*' },
            ],
            effects: [],
            range: '*',
            nodes: [''],
            fixAvailable: false,
          },
        ]),
      ),
      metadata: {
        vulnerabilities: { info: 0, low: 1, moderate: 1, high: 0, critical: 0, total: 2 },
        dependencies: { prod: 2, dev: 0, optional: 0, peer: 0, peerOptional: 0, total: 2 },
      },
    }),
  ],
  tests: [
    'junit.xml',
    `<testsuite>${'abcde'
      .split('')
      .map((name) => `<testcase classname="c" name="${name}"/>`)
      .join('')}<testcase classname="c" name="f"><skipped/></testcase></testsuite>`,
  ],
  coverage: [
    'coverage-summary.json',
    JSON.stringify({
      total: {
        lines: { total: 100, covered: 96, skipped: 0, pct: 96 },
        statements: { total: 100, covered: 96, skipped: 0, pct: 96 },
        functions: { total: 10, covered: 9, skipped: 0, pct: 90 },
        branches: { total: 10, covered: 5, skipped: 0, pct: 50 },
      },
      '/src/a.ts': {
        lines: { total: 100, covered: 96, skipped: 0, pct: 96 },
        statements: { total: 100, covered: 96, skipped: 0, pct: 96 },
        functions: { total: 10, covered: 9, skipped: 0, pct: 90 },
        branches: { total: 10, covered: 5, skipped: 0, pct: 50 },
      },
    }),
  ],
} as const;

function isFile(cites: string): cites is keyof typeof files {
  return Object.hasOwn(files, cites);
}

/** An item, whose labels stand in brackets or behind its words. */
function itemOf(words: string, cites: string, index: number): string {
  const urls = isFile(cites)
    ? [`/results/next/job/${files[cites][0]}`]
    : cites.split(';').map((each) => {
        const [, key = '', title = ''] = /^(\w+)=\S+( ".*")?$/.exec(each) ?? [];
        return `/results/next/job/figures.json#/${index}/${key}${title}`;
      });
  const labelled = /\[[^\]]+\]/.test(words);
  const left = [...urls];
  const text = labelled ? words.replace(/\[[^\]]+\]/g, (label) => `${label}(${left.shift()})`) : words;
  return `- [ ] ${text}${labelled ? '' : urls.map((url) => ` [r](${url})`).join('')} <!-- id: i${index} -->`;
}

test('each sentence of a table passes with what it cites, or does not, as it says there', async () => {
  const [, ...rows] = readFileSync('test/assessment/sentences.tsv', 'utf8').replace(/\n$/, '').split('\n');
  const cases = rows.map((row) => row.split('\t'));
  const figures = cases.map(([, cites = '']) =>
    Object.fromEntries(
      cites.split(';').flatMap((each) => {
        const [, key, value = ''] = /^(\w+)=(\S+)/.exec(each) ?? [];
        return key === undefined ? [] : [[key, JSON.parse(value)]];
      }),
    ),
  );
  const { items } = await assessRoot({
    items: cases.map(([words = '', cites = ''], index) => itemOf(words, cites, index)).join('\n'),
    results: {
      'job/figures.json': JSON.stringify(figures),
      ...Object.fromEntries(Object.values(files).map(([name, text]) => [`job/${name}`, text])),
    },
  });
  const read = cases.map(([words, cites], index) => {
    const item = items.find(({ id }) => id.endsWith(`/i${index}`));
    return [words, cites, item?.status === 'verified' ? 'yes' : 'no'].join('\t');
  });
  expect(read).toEqual(rows);
});
