import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../src/assessment/items.ts';
import { contentView } from '../../src/views/content-view.ts';
import type { CoverageView } from '../../src/views/coverage-view.ts';
import { currentLinks } from '../../src/views/links.ts';
import { assessRoot, run } from '../assessment/root-of.ts';

const goCover = `mode: set
example.com/demo/pay/a.go:1.1,4.2 6 0
example.com/demo/pay/a.go:6.1,6.9 2 1
example.com/demo/pay/b.go:1.1,2.2 2 1
example.com/demo/log/c.go:3.1,3.2 3 0
`;

async function viewOf(items: string, results: Readonly<Record<string, string>>, name: string): Promise<CoverageView> {
  const { input, assessment } = await assessRoot({
    items,
    results,
    portal: { product: 'Demo', repository: 'https://github.com/example/demo' },
  });
  const file = input.evidence.byPath.get(`unit/${name}`);
  const citations = itemsOf(assessment.pages).flatMap((item) => item.citations);
  const view = file === undefined ? null : contentView(file, input, citations, 'plain', currentLinks, null, []);
  if (view?.kind !== 'coverage') throw new Error(`${name} holds no coverage`);
  return view;
}

describe('a coverage profile', () => {
  test('stands by package and file, what is missing most first, below the folder that all share', async () => {
    const view = await viewOf('- [ ] Something', { 'unit/coverage.out': goCover }, 'coverage.out');
    expect(view.totals.map(({ name, percent, missing }) => [name, percent, missing])).toEqual([
      ['statements', '30.8 %', '9 of 13 missing'],
    ]);
    expect(view.notes).toEqual(['All paths stand below example.com/demo.']);
    expect(
      view.measures.map(({ packages }) => packages.map(({ name, percent, files }) => [name, percent, files.map((each) => each.name)])),
    ).toEqual([
      [
        ['pay', '40 %', ['a.go', 'b.go']],
        ['log', '0 %', ['c.go']],
      ],
    ]);
    expect(view.measures[0]?.packages[0]?.files.map(({ uncovered }) => uncovered.map(({ text }) => text))).toEqual([['1–4'], []]);
  });

  test('says of what stands in the first list how much of it is covered by all other measures, and where a statement behind another is not reached', async () => {
    const at = (line: number, from: number, to: number) => ({ start: { line, column: from }, end: { line, column: to } });
    const own = {
      path: 'src/a.js',
      statementMap: { 0: at(1, 0, 40), 1: at(1, 20, 40), 2: at(2, 0, 9) },
      fnMap: { 0: { name: 'a', decl: at(1, 0, 1), loc: at(1, 0, 1) } },
      branchMap: { 0: { loc: at(1, 0, 40), locations: [at(1, 0, 40), at(1, 0, 40)] } },
      s: { 0: 1, 1: 0, 2: 1 },
      f: { 0: 1 },
      b: { 0: [0, 1] },
    };
    const view = await viewOf(
      '- [ ] Something',
      { 'unit/coverage-final.json': JSON.stringify({ 'src/a.js': own }) },
      'coverage-final.json',
    );
    const files = view.measures.map(({ packages }) =>
      packages.flatMap((each) => [each.others, ...each.files.map(({ others, uncovered }) => [others, uncovered.map(({ text }) => text)])]),
    );
    const others = 'lines 100 %, branches 50 %, functions 100 %';
    expect(files).toEqual([
      [others, [others, ['1']]],
      ['', ['', []]],
      ['', ['', []]],
      ['', ['', []]],
    ]);
  });

  test('has the mark of what items ask on the bar of what they ask it of', async () => {
    const view = await viewOf(
      '- [ ] Coverage >= 90 % [all](/results/next/unit/coverage.out)\n- [ ] Coverage >= 75 % for payments [pay](/results/next/unit/coverage.out#pay)',
      { 'unit/coverage.out': goCover },
      'coverage.out',
    );
    expect(view.totals[0]?.meter.marks).toEqual([90]);
    expect(view.measures[0]?.packages.map(({ name, meter }) => [name, meter.marks])).toEqual([
      ['pay', [90, 75]],
      ['log', [90]],
    ]);
  });

  test('leads to the lines that were not reached, where it is certain which file of the repository has them', async () => {
    const results = { 'unit/run.json': run('unit', { modules: { 'example.com/demo': 'backend' } }), 'unit/coverage.out': goCover };
    const [file] = (await viewOf('- [ ] Something', results, 'coverage.out')).measures[0]?.packages[0]?.files ?? [];
    expect(file?.href).toMatch(/\/blob\/[\da-f]{40}\/backend\/pay\/a\.go$/);
    expect(file?.uncovered.map(({ href }) => href)).toEqual([expect.stringMatching(/\/backend\/pay\/a\.go#L1-L4$/)]);
  });

  test('is shown by each measure that it has', async () => {
    const lcov = 'SF:src/a.js\nDA:1,1\nDA:2,0\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nLF:2\nLH:1\nBRF:2\nBRH:1\nend_of_record\n';
    const view = await viewOf('- [ ] Something', { 'unit/lcov.info': lcov }, 'lcov.info');
    expect(view.measures.map(({ id }) => id)).toEqual(['measure-lines', 'measure-branches']);
  });

  test('is as large on a page as that can carry, and the page says how much more there is', async () => {
    const many = Array.from({ length: 900 }, (_, index) => `example.com/demo/p${index % 7}/f${index}.go:1.1,2.2 1 0\n`).join('');
    const view = await viewOf('- [ ] Something', { 'unit/coverage.out': `mode: set\n${many}` }, 'coverage.out');
    expect(view.measures[0]?.packages.flatMap(({ files }) => files)).toHaveLength(120);
    expect(view.measures[0]?.more).toBe('780 more files are in the report.');
  });
});
