import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ImportedChecklist, importChecklist } from '../../../src/checklist/import/import-checklist.ts';
import { repairText } from '../../../src/checklist/import/repair.ts';
import { flatten, readChecklist } from '../../../src/checklist/read-checklist.ts';

const received = readFileSync('test/checklist/fixtures/as-received.md', 'utf8');

const run = (text: string) => importChecklist(text, { file: 'CHECKLIST.md' });
const paths = (imported: ImportedChecklist) => imported.files.map(({ path }) => path);
const textOf = ({ files }: ImportedChecklist, path: string) => files.find((file) => file.path === path)?.text;
const read = ({ files }: ImportedChecklist) => readChecklist(files.map(({ path, text }) => ({ path: `content/checklist/${path}`, text })));
const written = (text: string) => text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');

/** Every line of the document is in a file as it is, or named as changed or left out; and every line of a file is one of these. */
function expectEveryLineAccountedFor(text: string, { files, report }: ImportedChecklist): void {
  const minus = (lines: readonly string[], taken: readonly string[]) => {
    const rest = [...lines];
    for (const line of taken) {
      const at = rest.indexOf(line);
      expect(at, `the line ${JSON.stringify(line)}`).toBeGreaterThanOrEqual(0);
      rest.splice(at, 1);
    }
    return rest.sort();
  };
  const inFiles = report.changed.filter(({ file }) => file !== null);
  const kept = minus(written(repairText(text).text.replace(/^\uFEFF/, '')), [
    ...report.leftOut.map((each) => each.text),
    ...inFiles.flatMap(({ from }) => written(from)),
  ]);
  expect(
    minus(
      files.flatMap((file) => written(file.text)),
      inFiles.flatMap(({ to }) => written(to)),
    ),
  ).toEqual(kept);
}

describe('the checklist as received', () => {
  const imported = run(received);

  test('becomes a page for each layer, and one each for gates, sign-off and what follows the release', () => {
    expect(imported.files.map(({ path, text }) => [path, text.split('\n')[0]])).toEqual([
      ['1-code-audit.md', '# Code Audit'],
      ['2-unit-testing.md', '# Unit Testing'],
      ['3-integration-testing.md', '# Integration Testing'],
      ['4-end-to-end-testing.md', '# End-to-End Testing'],
      ['5-security-validation.md', '# Security Validation'],
      ['6-performance-benchmarking.md', '# Performance Benchmarking'],
      ['7-staging-deployment.md', '# Staging Deployment'],
      ['gates.md', '# Final Quality Gates'],
      ['sign-off.md', '# Final Sign-Off'],
      ['post-release.md', '# Post-Release'],
    ]);
  });

  test('keeps all of its items, marks and sign-off lines', () => {
    expect(imported.report.kept).toEqual({
      items: 197,
      parents: 3,
      complete: 20,
      notStarted: 177,
      inProgress: 0,
      blocked: 0,
      notApplicable: 0,
      unknown: 0,
      signOffLines: 7,
    });
    expect(imported.problems).toEqual([]);
    expect(imported.report.items).toHaveLength(197);
    expect(imported.report.noItems).toEqual(
      ['Backend Engineer', 'QA Engineer', 'Security Engineer', 'DevOps Engineer', 'Tech Lead'].map((role, index) => ({
        line: 327 + index,
        text: `${role}: _____________`,
        reason: 'asks for a signature',
      })),
    );
  });

  test('keeps every item and sign-off line word for word and in order', () => {
    const kept = (text: string) => text.split('\n').filter((line) => /^\s*- |^\*\*/.test(line));
    const before = repairText(received).text.split('\n').slice(12).join('\n');
    expect(kept(imported.files.map(({ text }) => text).join('\n'))).toEqual(kept(before));
  });

  test('accounts for every line', () => {
    expectEveryLineAccountedFor(received, imported);
  });

  test('leaves out its title, purpose, legend, breaks and the claim at its end, each with line and reason', () => {
    const { leftOut } = imported.report;
    expect(leftOut.filter(({ text }) => text !== '---')).toEqual([
      { line: 1, text: '# 🚀 AIM Production Readiness Master Checklist', reason: "the document's title: the portal has its own" },
      { line: 3, text: '**Purpose**: Track progress through all 7 validation layers', reason: 'stands under the title, above all layers' },
      ...['**Status Key**:', '- [ ] Not started', '- [→] In progress', '- [✅] Complete', '- [❌] Blocked'].map((text, index) => ({
        line: 5 + index,
        text,
        reason: 'explains the marks: no item',
      })),
      { line: 345, text: '🎉 **AIM IS PRODUCTION-READY!** 🎉', reason: 'a claim about the whole, and no item' },
    ]);
    expect(leftOut.filter(({ text }) => text === '---').map(({ line }) => line)).toEqual([11, 49, 76, 112, 151, 195, 233, 283, 317, 333]);
  });

  test('has each changed heading reported with the file that it went to', () => {
    const { changed } = imported.report;
    expect(changed).toHaveLength(44);
    expect(changed.slice(0, 2)).toEqual([
      { line: 13, from: '## Layer 1: Code Audit', to: '# Code Audit', file: '1-code-audit.md', reason: 'the title of its page' },
      { line: 15, from: '### Endpoints Audited', to: '## Endpoints Audited', file: '1-code-audit.md', reason: 'a section of its page' },
    ]);
  });

  test('has its repairs reported', () => {
    expect(imported.report.repairs).toHaveLength(26);
    expect(imported.report.repairs[0]).toEqual({ line: 1, column: 3, from: 'ðŸš€', to: '🚀' });
  });

  test('keeps the sign-off page and what follows the release as they are', () => {
    expect(textOf(imported, 'sign-off.md')).toMatchInlineSnapshot(`
      "# Final Sign-Off

      **Production Ready**: YES / NO

      **Date**: _____________

      **Signatures**:

      - **Backend Engineer**: _____________
      - **QA Engineer**: _____________
      - **Security Engineer**: _____________
      - **DevOps Engineer**: _____________
      - **Tech Lead**: _____________
      "
    `);
    expect(textOf(imported, 'post-release.md')).toMatchInlineSnapshot(`
      "# Post-Release

      - [ ] Open-source repository published
      - [ ] Documentation updated
      - [ ] Example code published
      - [ ] Blog post/announcement
      - [ ] Community support channels setup

      **Release Date**: _____________
      "
    `);
  });

  test('is read as a checklist without problems, with the same counts', () => {
    const { value: checklist, problems } = read(imported);
    const items = checklist.pages.flatMap(({ sections }) => sections.flatMap((section) => flatten(section.items)));
    expect(problems).toEqual([]);
    expect(items).toHaveLength(197);
    expect(items.filter(({ mark }) => mark === 'complete')).toHaveLength(20);
    expect(items.filter((item) => item.items.length > 0)).toHaveLength(3);
    expect(checklist.pages.flatMap(({ slots }) => slots).filter(({ kind }) => kind === 'layer')).toHaveLength(7);
    expect(checklist.pages.find(({ id }) => id === 'sign-off')?.slots.filter(({ kind }) => kind === 'role')).toHaveLength(5);
    expect(checklist.pages.find(({ id }) => id === 'code-audit')?.sections.map(({ id }) => id)).toEqual([
      'endpoints-audited',
      'quality-checks',
      'deliverables',
    ]);
  });

  test('gives the same files with CRLF line ends and a byte order mark, and says that these are gone', () => {
    const windows = run(`\uFEFF${received.replaceAll('\n', '\r\n')}`);
    expect(windows.files).toEqual(imported.files);
    expect(windows.report.changed.slice(0, 2)).toEqual([
      { line: 1, from: '\uFEFF', to: '', file: null, reason: 'no byte order mark' },
      { line: 1, from: '\r\n', to: '\n', file: null, reason: 'line ends' },
    ]);
  });
});

const phases = `---
title: Launch
tags: [web, api]
---
# Launch checklist

Read [the docs][docs] first.

**Legend:**
* [ ] To do
* [x] Done
* [~] Partial

# Phase 1 - Security

* [X] Keys rotated
* [~] Pen test *scheduled* with \`zap\`
\t* [ ] Nested with a tab
\t* [%%] Another, see [the docs][docs]

Prose between.

| tool | version |
|---|---|
| zap | 2 |

\`\`\`sh
- [ ] no item
\`\`\`

## Details

1. [ ] First
2. [x] Second
+ [ ] Plus bullet

# Phase 2 – Performance

- [ ] Fast

**Sign-off**: ______ Date: ____
---

# Go/No-Go

- [ ] All layers done

# Approvals

**QA**: ____

# Post-launch

- [ ] Blog

[docs]: https://example.org/docs
`;

describe('a checklist with its layers at level 1, in phases', () => {
  const imported = run(phases);

  test('becomes the pages that its headings name', () => {
    expect(paths(imported)).toEqual(['1-security.md', '2-performance.md', 'gates.md', 'sign-off.md', 'post-release.md']);
    expectEveryLineAccountedFor(phases, imported);
  });

  test('keeps bullets, tabs, prose, tables, code and emphasis, and gets the link definition that it uses', () => {
    expect(textOf(imported, '1-security.md')).toBe(
      `# Security\n${phases.slice(phases.indexOf('\n* [X]'), phases.indexOf('\n# Phase 2'))}\n[docs]: https://example.org/docs\n`,
    );
  });

  test('has its unknown marks counted, and refused at their places', () => {
    expect(imported.report.kept).toMatchObject({ items: 10, parents: 1, complete: 2, notStarted: 6, unknown: 2 });
    expect(imported.problems.map(({ code, severity, line, column, message }) => [code, severity, line, column, message])).toEqual([
      ['MARK_UNKNOWN', 'error', 17, 1, 'the mark [~] is unknown'],
      ['MARK_UNKNOWN', 'error', 19, 2, 'the mark [%%] is unknown'],
    ]);
  });

  test('keeps a sign-off line that --- right below would make a heading', () => {
    expect(textOf(imported, '2-performance.md')).toBe('# Performance\n\n- [ ] Fast\n\n**Sign-off**: ______ Date: ____\n');
    expect(imported.report.kept.signOffLines).toBe(1);
  });

  test('leaves out the front matter and its own legend', () => {
    expect(imported.report.leftOut.filter(({ reason }) => reason.startsWith('front matter')).map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(imported.report.leftOut.filter(({ reason }) => reason.startsWith('explains')).map(({ line }) => line)).toEqual([9, 10, 11, 12]);
  });
});

describe('a checklist with ## and items directly below', () => {
  const flat = `- [ ] Before any heading

## Security

- [ ] a

## Security

- [ ] b
- Group
  - [ ] c

> - [ ] quoted

<!-- environment: staging -->

## Overview

No items here.

Legend
------

- [ ] Open
- [x] Done

## Quality Gates
### Speed
- [ ] fast

## Release gates
### Size
- [ ] small
`;
  const imported = run(flat);

  test('has its layers numbered in order, and a page named after the file for what stands above', () => {
    expect(paths(imported)).toEqual(['1-checklist.md', '2-security.md', '3-security-2.md', 'gates.md']);
    expect(textOf(imported, '1-checklist.md')).toBe('# CHECKLIST\n\n- [ ] Before any heading\n');
    expectEveryLineAccountedFor(flat, imported);
  });

  test('says which of two layers of one name got another file', () => {
    expect(imported.report.changed).toContainEqual({
      line: 7,
      from: '## Security',
      to: '# Security',
      file: '3-security-2.md',
      reason: 'another page has the name security',
    });
  });

  test('keeps nested items under a plain entry, comments, and quoted entries as prose, and says so of these', () => {
    expect(textOf(imported, '3-security-2.md')).toBe(
      '# Security\n\n- [ ] b\n- Group\n  - [ ] c\n\n> - [ ] quoted\n\n<!-- environment: staging -->\n',
    );
    expect(imported.report.noItems).toEqual([
      { line: 10, text: 'Group', reason: 'has no box: kept as prose' },
      { line: 13, text: 'quoted', reason: 'stands inside a quotation or the like: kept as prose' },
    ]);
    expect(imported.report.kept.items).toBe(6);
  });

  test('has two parts of one kind on one page, the second as a section', () => {
    expect(textOf(imported, 'gates.md')).toBe('# Quality Gates\n## Speed\n- [ ] fast\n\n## Release gates\n### Size\n- [ ] small\n');
  });

  test('leaves out a part without items, and a legend under a heading', () => {
    expect(imported.report.leftOut.map(({ line, text }) => `${line} ${text}`)).toEqual([
      '17 ## Overview',
      '19 No items here.',
      '21 Legend',
      '22 ------',
      '24 - [ ] Open',
      '25 - [x] Done',
    ]);
  });
});

test.each([
  ['numbers with a point', '## 1. Security\n- [ ] a\n## 2. Speed\n- [ ] b', ['1-security.md', '2-speed.md']],
  ['numbers that leave gaps', '## Step 2: A\n- [ ] a\n## Step 5: B\n- [ ] b\n## C\n- [ ] c', ['2-a.md', '5-b.md', '6-c.md']],
  ['numbers out of order', '## Layer 3: A\n- [ ] a\n## Layer 1: B\n- [ ] b', ['1-a.md', '2-b.md']],
  ['a part above layer 1', '# All\n- [ ] x\n## Layer 1: A\n- [ ] a\n## Layer 2: B\n- [ ] b', ['0-all.md', '1-a.md', '2-b.md']],
  ['letters', '## Section A: Security\n- [ ] a\n## Section B: Speed\n- [ ] b', ['1-security.md', '2-speed.md']],
  ['Roman numerals', '## Part I – Security\n- [ ] a\n## Part II – Speed\n- [ ] b', ['1-security.md', '2-speed.md']],
  [
    'pictures and emphasis',
    '## 🔒 **Phase 1: Security & Privacy**\n- [ ] a\n## ⚡ 2) Speed\n- [ ] b',
    ['1-security-privacy.md', '2-speed.md'],
  ],
  ['numbers that are part of the name', '## 24-Hour Soak\n- [ ] a\n## 3rd parties\n- [ ] b', ['1-24-hour-soak.md', '2-3rd-parties.md']],
  ['no words', '## Layer 1\n- [ ] a\n## 🚀\n- [ ] b', ['1-layer-1.md', '2-layer.md']],
  [
    'names of other pages',
    '## Layer 1: Gates and more\n- [ ] a\n## Layer 2: Post release notes\n- [ ] b',
    ['1-gates-and-more.md', '2-post-release-notes.md'],
  ],
  ['other scripts', '## 第一 安全\n- [ ] a\n## Безопасность\n- [ ] b', ['1-第一-安全.md', '2-безопасность.md']],
  [
    'one layer only',
    '# Title\n\n## Layer 1: Audit\n### A\n- [ ] a\n### B\n- [ ] b\n## Sign-off\n**QA**: ____',
    ['1-audit.md', 'sign-off.md'],
  ],
  ['one heading only', '# Release checklist\n- [ ] a', ['1-release-checklist.md']],
  ['no heading', '- [ ] a\n- [ ] b', ['1-checklist.md']],
  ['a wrapper around them', '# T\n## Checklist\n### Layer 1: A\n- [ ] a\n### Layer 2: B\n- [ ] b', ['1-a.md', '2-b.md']],
  [
    'checklists of their own',
    '# T\n## Security checklist\n### A\n- [ ] a\n## Speed checklist\n### B\n- [ ] b',
    ['1-security-checklist.md', '2-speed-checklist.md'],
  ],
  [
    'a last part of higher rank',
    '# T\n## Layer 1: A\n- [ ] a\n## Layer 2: B\n- [ ] b\n# Sign-off\n**QA**: ____',
    ['1-a.md', '2-b.md', 'sign-off.md'],
  ],
  ['gates by other names', '## A\n- [ ] a\n## Go / No-Go\n- [ ] g\n## Exit criteria\n- [ ] e', ['1-a.md', 'gates.md']],
  ['a decision without items', '## A\n- [ ] a\n## Go/No-Go decision\n**Go**: YES / NO', ['1-a.md', 'sign-off.md']],
  [
    'sign-off by other names',
    '## A\n- [ ] a\n## Stakeholder approvals\n**QA**: ____\n## Signatures\n**CTO**: ____',
    ['1-a.md', 'sign-off.md'],
  ],
  [
    'a post-deployment that is a layer',
    '## Deployment\n- [ ] a\n## Post-Deployment\n- [ ] b\n## After the release\n- [ ] c',
    ['1-deployment.md', '2-post-deployment.md', 'post-release.md'],
  ],
])('layers are found with %s', (_, text, expected) => {
  const imported = run(text);
  expect(paths(imported)).toEqual(expected);
  expect(read(imported).problems.filter(({ code }) => code !== 'ROLES_MISSING')).toEqual([]);
  expectEveryLineAccountedFor(text, imported);
});

test('a layer without items is kept, and told to be one that asks for nothing', () => {
  const text = '## Layer 1: A\n- [ ] a\n## Layer 2: B\nTo be written.';
  const imported = run(text);
  expect(paths(imported)).toEqual(['1-a.md', '2-b.md']);
  expect(read(imported).problems).toMatchObject([{ code: 'ITEMS_MISSING', file: 'content/checklist/2-b.md' }]);
  expectEveryLineAccountedFor(text, imported);
});

test.each([
  ['that skip a level', '## A\n#### One\n- [ ] a\n##### Two\n- [ ] b', '# A\n## One\n- [ ] a\n### Two\n- [ ] b\n'],
  [
    'of one name',
    '## A\n### Deliverables\n- [ ] a\n### Deliverables\n- [ ] b',
    '# A\n## Deliverables\n- [ ] a\n## Deliverables\n- [ ] b\n',
  ],
  [
    'below a link definition',
    '# Layer 1: A\n[b]: https://example.org\nOne\n---\n- [ ] a',
    '# A\n[b]: https://example.org\n## One\n- [ ] a\n',
  ],
  ['that are underlined or closed', 'Layer 1:\nA *b*\n-------\n\n### One ###\n- [ ] a', '# A *b*\n\n## One\n- [ ] a\n'],
])('sections %s are kept', (_, text, expected) => {
  const imported = run(text);
  expect(imported.files[0]?.text).toBe(expected);
  expect(read(imported).problems.filter(({ code }) => code !== 'ROLES_MISSING')).toEqual([]);
  expectEveryLineAccountedFor(text, imported);
});

test.each([
  ['nothing', ''],
  ['prose', '# A\n\nwords'],
  ['only a legend', '**Key**\n\n- [ ] Open\n- [x] Done'],
  ['only code', '```\n- [ ] a\n```'],
  ['only sign-off lines', '## Sign-off\n\n**QA**: ____'],
])('a file with %s is refused', (_, text) => {
  const { files, problems } = run(text);
  expect(files).toEqual([]);
  expect(problems).toMatchObject([{ code: 'CONTENT_MISSING', severity: 'error', file: 'CHECKLIST.md' }]);
});

test.each([
  ['items about keys', '## Key\n- [ ] Rotate the signing key\n- [ ] Revoke the old key', 2],
  ['two states that are items', '## A\n- [ ] Done\n- [ ] Verified', 2],
  ['a list of marks that no line announces', 'Intro.\n\n- [ ] Pending\n- [x] Complete\n- [-] N/A\n\n## A\n- [ ] a', 1],
  ['a line of words', '## A\nStatus: see below\n\n- [ ] Deploy\n- [→] Build\n- [x] Test', 3],
  [
    'a line before it',
    '## A\n**Status symbols**\n- [ ] nobody began\n- [→] somebody began\n- [x] all is finished\n\n- a\n\nEnd.\n1. [ ] b',
    1,
  ],
])('a legend is told from items: %s', (_, text, items) => {
  const imported = run(text);
  expect(imported.report.kept.items).toBe(items);
  expectEveryLineAccountedFor(text, imported);
});

test.each([
  ['a claim', 'We are ready for launch!', true],
  ['a claim with a place to fill', 'Ready for launch: ____', false],
  ['any other prose', 'Ask the platform team.', false],
])('the last line is left out only where it claims that all is ready: %s', (_, last, gone) => {
  const imported = run(`## A\n- [ ] a\n\n${last}\n`);
  expect(imported.files[0]?.text.includes(last)).toBe(!gone);
});

test('a document that opens with a thematic break has no front matter', () => {
  const text = '---\n\n## A\n- [ ] a\n\n---\n\n## B\n- [ ] b\n';
  const imported = run(text);
  expect(paths(imported)).toEqual(['1-a.md', '2-b.md']);
  expectEveryLineAccountedFor(text, imported);
});

test('footnotes go to the pages that use them', () => {
  const text = '# T\n\nIntro.\n\n[^1]: A note.\n\n## A\n- [ ] a[^1]\n\n## B\n- [ ] b [c]\n\n[c]: https://example.org\n';
  const imported = run(text);
  expect(textOf(imported, '1-a.md')).toBe('# A\n- [ ] a[^1]\n\n[^1]: A note.\n');
  expect(textOf(imported, '2-b.md')).toBe('# B\n- [ ] b [c]\n\n[c]: https://example.org\n');
  expectEveryLineAccountedFor(text, imported);
});

test('a damaged document is cut at the places where its author sees the headings', () => {
  const imported = run('## Layer 1 â€“ SÃ©curitÃ©\n- [âœ…] ClÃ©s\n## Layer 2 â€“ Tests\n- [âŒ] x\n');
  expect(imported.files).toEqual([
    { path: '1-sécurité.md', text: '# Sécurité\n- [✅] Clés\n' },
    { path: '2-tests.md', text: '# Tests\n- [❌] x\n' },
  ]);
  expect(imported.report.repairs.map(({ line }) => line)).toEqual([1, 1, 1, 2, 2, 3, 4]);
});

test('whatever a document is made of, every line is accounted for and the pages can be read', () => {
  const lines = [
    '',
    '',
    '# Title',
    '# Layer 1: A',
    '## Layer 2 - B',
    '## Security',
    '## 3. Speed',
    '### Section',
    '#### Deep',
    '## Quality Gates',
    '## Sign-Off',
    '# After release',
    'Underlined',
    '---',
    '===',
    '- [ ] Item',
    '- [x] Done',
    '  - [ ] Nested',
    '* [→] Other',
    '1. [ ] Ordered',
    '- [~] Odd',
    '- plain',
    '> - [ ] quoted',
    '**Legend**:',
    '**Sign-off**: ____ Date: ____',
    'Prose with [x] and [a].',
    '[a]: https://example.org',
    '[^1]: Note',
    'Text[^1]',
    '```',
    '| a | b |',
    '|---|---|',
    '<!-- comment -->',
    '<details>',
    'All is production-ready!',
    '\tcode',
  ];
  const document = fc.array(fc.constantFrom(...lines), { maxLength: 40 });
  fc.assert(
    fc.property(document, (chosen) => {
      const text = chosen.join('\n');
      const imported = run(text);
      if (imported.files.length === 0) {
        expect(imported.problems).toHaveLength(1);
        return;
      }
      expectEveryLineAccountedFor(text, imported);
      const { value: checklist, problems } = read(imported);
      const items = checklist.pages.flatMap(({ sections }) => sections.flatMap((section) => flatten(section.items)));
      const { kept } = imported.report;
      expect(checklist.pages).toHaveLength(imported.files.length);
      if (kept.unknown === 0) expect(items).toHaveLength(kept.items);
      // What its author wrote wrongly stays for its author to correct.
      const authors = ['MARK_UNKNOWN', 'ITEM_DUPLICATE', 'BOX', 'UNCLOSED', 'ITEMS_MISSING', 'ROLES_MISSING', 'SIGNATURE_BOX'];
      expect(problems.filter(({ code }) => !authors.includes(code))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** The page that a section of some lines becomes. */
function pageOf(lines: string, path = 'docs/LIST.md'): string {
  const imported = importChecklist(`## A\n\n${lines}\n`, { file: 'LIST.md', path });
  expect(imported.problems).toEqual([]);
  return (imported.files[0]?.text ?? '').slice('# A\n\n'.length).trimEnd();
}

test.each([
  ['a bullet', '- **Bold**: words\n  that go on', '- [ ] **Bold**: words\n  that go on'],
  ['a numbered entry with one below', '1. a\n   - b', '1. [ ] a\n   - [ ] b'],
  ['brackets that are no mark', '- [Optional] a', '- [ ] [Optional] a'],
  ['brackets that are no mark, beside tasks', '- [ ] a\n- [Optional] b', '- [ ] a\n- \\[Optional] b'],
  ['a word for a mark', '- [WIP] a\n- [DONE] b\n- [todo] c', '- [→] a\n- [x] b\n- [ ] c'],
  ['boxes without brackets', '- ☐ a\n- ✅ b', '- [ ] a\n- [x] b'],
  ['ticks that may be an ornament', '- ✅ a\n- ✅ b', '- [ ] ✅ a\n- [ ] ✅ b'],
  ['two of one text', '- a\n- b\n- a', '- [ ] a\n- [ ] b\n- [ ] a <!-- id: a-2 -->'],
  ['a line to sign', '- a\n- [ ] **Sign-off**: ____', '- [ ] a\n- **Sign-off**: ____'],
])('%s becomes', (_, lines, expected) => {
  expect(pageOf(lines)).toBe(expected);
});

test.each([
  ['Item | Owner | Done', 'a \\| b | @jo | yes', '- [x] a | b (Owner: @jo)'],
  ['# | Task | Status | Notes', '1 | a | n/a | not here', '- [n/a] a because: not here'],
  ['# | Task | Status | Notes', '1 | a | n/a | ', '- [ ] a (Status: n/a)'],
  ['Task | Done', 'a | ❌', '- [ ] a'],
  ['Task | Status', 'a | ❌', '- [❌] a'],
  ['Task | Status', 'a | done in May', '- [ ] a (Status: done in May)'],
  ['Task | Required', 'a | yes', '- [ ] a (Required: yes)'],
  ['Check | Owner', 'a | ✅', '- [ ] a (Owner: ✅)'],
  ['Area | Requirement', ' | a', '- [ ] a'],
  [' | Task', '[x] | a', '- [x] a'],
  ['ID | Description | Priority', 'S-1 | a | high', '- [ ] a (ID: S-1; Priority: high)'],
])('of the columns %s the row %s becomes %s', (head, row, expected) => {
  const columns = head.split('|').map(() => '---');
  expect(pageOf(`| ${head} |\n| ${columns.join(' | ')} |\n| ${row} |`)).toBe(expected);
});

test.each([
  ['[x](x.md#y)', '[x](/docs/x.md#y)'],
  ['[x](../x/ "title")', '[x](/x/ "title")'],
  ['[x](<my file.md>)', '[x](</docs/my file.md>)'],
  ['[x](#a)', '[x](/docs/LIST.md#a)'],
  ['![x](x.png)', '![x](/docs/x.png)'],
  ['[x](../../x)', 'x (`../../x`)'],
  ['[x](/x)', '[x](/x)'],
  ['[x](https://example.org/a_(b))', '[x](https://example.org/a_(b))'],
  ['[x](mailto:jo@example.org)', '[x](mailto:jo@example.org)'],
  ['[x](/results/next/unit/a.xml)', '[x](/results/next/unit/a.xml)'],
  ['[x](../../results/next/unit/a.xml)', '[x](../../results/next/unit/a.xml)'],
])('the link %s of docs/LIST.md is %s on a page', (link, expected) => {
  expect(pageOf(`- a ${link}`)).toBe(`- [ ] a ${expected}`);
});

test.each([
  ['explain the marks', '**Legend**:\n\n- [ ] open\n- [x] done\n\n## A\n\n- a\n'],
  ['ask for signatures', '## A\n\n- a\n\n## Sign-off\n\n- [ ] QA Lead: ____\n'],
])('boxes that %s make no task list of a document', (_, text) => {
  expect(run(text).report.items.map(({ text: words }) => words)).toEqual(['a']);
});

test('a table of contents is left out, and short codes of pictures stay in titles and out of names', () => {
  const imported = run('# T\n\n## Contents\n\n- [:lock: Safe](#lock-safe)\n\n## :lock: Safe\n\n- a\n\n## :rocket: Phase 2: Go\n\n- b\n');
  expect(imported.files).toEqual([
    { path: '1-safe.md', text: '# :lock: Safe\n\n- [ ] a\n' },
    { path: '2-go.md', text: '# :rocket: Go\n\n- [ ] b\n' },
  ]);
  expect(imported.report.leftOut).toContainEqual({
    line: 5,
    text: '- [:lock: Safe](#lock-safe)',
    reason: 'a table of contents: the portal has its own',
  });
});
