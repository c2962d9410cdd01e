import { describe, expect, test } from 'vitest';
import type { Item } from '../../src/checklist/checklist.ts';
import { readChecklist } from '../../src/checklist/read-checklist.ts';
import { readPage } from '../../src/checklist/read-page.ts';
import { formatProblem } from '../../src/problem.ts';

const file = 'content/checklist/1-audit.md';
const parse = (body: string) => readPage(`# Audit\n\n${body}\n`, file);
const itemsOf = (body: string): readonly Item[] => parse(body).value?.sections.flatMap(({ items }) => items) ?? [];
const problemsOf = (body: string) => parse(body).problems.map(formatProblem);

describe('marks', () => {
  test.each([
    ['[ ]', 'not-started'],
    ['[→]', 'in-progress'],
    ['[x]', 'complete'],
    ['[X]', 'complete'],
    ['[✅]', 'complete'],
    ['[✅\uFE0F]', 'complete'],
    ['[❌]', 'blocked'],
  ])('%s is %s', (mark, name) => {
    expect(itemsOf(`- ${mark} Tests pass`)).toMatchObject([{ mark: name, text: 'Tests pass' }]);
  });

  test('a mark that is not applicable says why', () => {
    expect(itemsOf('- [n/a] Mobile app tested - because: there is none')).toMatchObject([
      { mark: 'not-applicable', text: 'Mobile app tested', because: 'there is none' },
    ]);
    expect(problemsOf('- [n/a] Mobile app tested')).toEqual([
      `${file}:3:1 REASON_MISSING the item is not applicable, and does not say why - say why: because: …`,
    ]);
  });

  test.each(['[~]', '[WIP]', '[-]', '[done]', '[]'])('%s is a problem with its place', (mark) => {
    expect(problemsOf(`- [ ] One\n- ${mark} Two`)[0]).toMatch(/^content\/checklist\/1-audit\.md:4:1 MARK_UNKNOWN /);
  });

  test('a link at the start of an entry is no mark', () => {
    expect(parse('- [docs](https://example.org) to read\n- [ ] A').problems).toEqual([]);
    expect(itemsOf('- [docs](https://example.org) to read\n- [ ] A').map(({ text }) => text)).toEqual(['A']);
  });

  test('every kind of bullet holds items', () => {
    expect(itemsOf('* [ ] A\n+ [x] B\n\n1. [✅] C\n2. [ ] D').map(({ text }) => text)).toEqual(['A', 'B', 'C', 'D']);
  });
});

describe('ids', () => {
  test('are page, section and words without the threshold', () => {
    expect(itemsOf('## Test Coverage\n- [ ] Coverage >= 90% for services')[0]?.id).toBe('audit/test-coverage/coverage-for-services');
  });

  test('have no section above the first heading', () => {
    expect(itemsOf('- [ ] Docs written')[0]?.id).toBe('audit/docs-written');
  });

  test('can be fixed, and keep their history', () => {
    expect(itemsOf('## Tests\n- [ ] Whatever words <!-- id: coverage --> <!-- was: old-name -->')[0]).toMatchObject({
      id: 'audit/tests/coverage',
      was: ['audit/tests/old-name'],
      text: 'Whatever words',
    });
  });

  test('of another script stay readable', () => {
    expect(itemsOf('- [ ] テストが通る')[0]?.id).toBe('audit/テストが通る');
  });

  test('that stand twice name both places', () => {
    const { problems } = readChecklist([{ path: file, text: '# Audit\n\n- [ ] A >= 1 %\n- [ ] A >= 2 %\n' }]);
    expect(problems.map(formatProblem)).toEqual([
      `${file}:4:1 ITEM_DUPLICATE the id audit/a is already taken at ${file}:3:1 - reword one of them, or give it an id with <!-- id: … -->`,
    ]);
  });

  test.each([
    ['capitals', 'a', 'A'],
    ['forms of a letter', 'caf\u00e9', 'cafe\u0301'],
    ['a wide form', 'a', '\uff41'],
    ['a sign that is not seen', 'ab', 'a\u034fb'],
  ])('that differ in %s alone are refused', (_, one, other) => {
    const items = [one, other].map((id, index) => `- [ ] Item ${index} <!-- id: ${id} -->`).join('\n');
    const { problems } = readChecklist([{ path: file, text: `# Audit\n\n${items}\n` }]);
    expect(problems.map(({ code, line }) => `${code} ${line}`)).toEqual(['ITEM_DUPLICATE 4']);
  });

  test('of pages that differ in capitals alone are refused', () => {
    const pages = ['1-api', '2-API'].map((name) => ({ path: `content/checklist/${name}.md`, text: '# A\n\n- [ ] A\n' }));
    expect(readChecklist(pages).problems.map(({ code, file }) => `${file} ${code}`)).toContain('content/checklist/2-API.md PAGE_DUPLICATE');
  });
});

describe('citations', () => {
  test('are cut from the text, and other links keep their label', () => {
    const [item] = itemsOf(
      '- [ ] Tests pass, see [the wiki](https://example.org) [unit](/results/next/unit/go-test.json#Test%2FA "exists")',
    );
    expect(item).toMatchObject({
      text: 'Tests pass, see the wiki',
      citations: [{ target: 'result', label: 'unit', path: 'unit/go-test.json', selector: 'Test/A', title: { kind: 'exists' } }],
    });
  });

  test('may be relative to the page', () => {
    expect(itemsOf('- [ ] A [r](../../results/next/a/b.json)')[0]?.citations).toMatchObject([{ path: 'a/b.json' }]);
  });

  test('may be references', () => {
    expect(itemsOf('- [ ] A [unit][u]\n\n[u]: /results/next/unit/j.xml "= 0 failed"')[0]?.citations).toMatchObject([
      { path: 'unit/j.xml', title: { kind: 'tests', value: 0 } },
    ]);
  });

  test.each([
    ['[r](/results/1.0.0/a/b.json)', 'CITATION_PATH'],
    ['[r](/results/next/b.json)', 'CITATION_PATH'],
    ['[r](../../../../etc/passwd)', 'CITATION_PATH'],
    ['[r](/results/next/a/b.json#100%)', 'SELECTOR_SYNTAX'],
    ['[r](/results/next/a/b.json "soon")', 'CRITERION_SYNTAX'],
  ])('%s is refused with %s', (link, code) => {
    expect(parse(`- [ ] A ${link}`).problems.map((each) => each.code)).toEqual([code]);
  });

  test('a title that differs from the text is a problem', () => {
    expect(parse('- [ ] p95 < 100ms [k6](/results/next/load/n.json#d.p95 "< 200 ms")').problems.map((each) => each.code)).toEqual([
      'CRITERION_DIFFERS',
    ]);
    expect(parse('- [ ] p95 < 100ms [k6](/results/next/load/n.json#d.p95 "< 0.1 s")').problems).toEqual([]);
  });

  test('to a part of the checklist that is not there, or in a circle, are problems', () => {
    const codes = (body: string) => readChecklist([{ path: file, text: `# Audit\n${body}` }]).problems.map((each) => each.code);
    expect(codes('## A\n- [ ] One [b](#b)\n## B\n- [ ] Two [c](#c)')).toEqual(['CITATION_TARGET']);
    expect(codes('## A\n- [ ] One [b](#b)\n## B\n- [ ] Two [a](#a)')).toEqual(['CITATION_CIRCLE', 'CITATION_CIRCLE']);
    expect(codes('## A\n- [ ] One [b](#b)\n## B\n- [ ] Two')).toEqual([]);
  });
});

test('an author declares that an item states no criterion', () => {
  expect(itemsOf('- [ ] Handles 3 of 5 <!-- criterion: none -->\n- [ ] Other').map((item) => item.declaresNoCriterion)).toEqual([
    true,
    false,
  ]);
});

describe('structure', () => {
  test('items nest, and prose stays beside them', () => {
    const { value: page } = parse('## Scenarios\nWhat users do.\n\n- [ ] Onboarding\n  - [x] Sign up\n  - [ ] Invite\n- [ ] Billing');
    expect(page?.sections).toMatchObject([
      {
        id: 'scenarios',
        prose: 'What users do.',
        items: [{ text: 'Onboarding', items: [{ text: 'Sign up' }, { text: 'Invite' }] }, { text: 'Billing' }],
      },
    ]);
  });

  test('items below a plain bullet are not lost', () => {
    expect(itemsOf('- Group\n  - [ ] Inner').map(({ text }) => text)).toEqual(['Inner']);
  });

  test('an environment holds for what is below its heading', () => {
    const items = itemsOf('## A\n<!-- environment: staging -->\n- [ ] One\n### Deeper\n- [ ] Two\n## B\n- [ ] Three');
    expect(items.map(({ environment }) => environment)).toEqual(['staging', 'staging', null]);
  });

  test('raw HTML in an item is text', () => {
    expect(itemsOf('- [ ] No <img src=x onerror=alert(1)> here')[0]?.text).toBe('No <img src=x onerror=alert(1)> here');
  });

  test('front matter is refused before anything reads it', () => {
    const { value: page, problems } = readPage('---js\nrequire("fs")\n---\n# A\n', file);
    expect(page).toBeNull();
    expect(problems.map(formatProblem)[0]).toBe(
      `${file}:1:1 FRONT_MATTER the file starts with front matter - remove the front matter: a checklist is plain Markdown`,
    );
  });

  test('sections of one name get anchors of their own, as on a forge', () => {
    expect(parse('## Tests\n- [ ] A\n## Tests\n- [ ] A').value?.sections.map(({ id }) => id)).toEqual(['tests', 'tests-1']);
  });

  test('sign-off lines are slots, and no prose', () => {
    const { value: page } = parse('- [ ] A\n\n**Sign-off**: _____________ Date: _______');
    expect(page?.slots.map(({ kind }) => kind)).toEqual(['layer', 'date']);
    expect(page?.sections[0]?.prose).toBe('');
  });
});
