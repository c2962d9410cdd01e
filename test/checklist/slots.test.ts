import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/checklist/read-page.ts';

const read = (text: string) => readPage(`# Sign-off\n\n${text}\n`, 'content/checklist/sign-off.md');
const rolesOf = (text: string) => (read(text).value?.slots ?? []).flatMap(({ role }) => role ?? []);
const codesOf = (text: string) => read(text).problems.map(({ code, line }) => `${code} ${line}`);

describe('a sign-off page asks a role', () => {
  test.each([
    ['by a line', '**QA Lead**: ____', ['qa-lead']],
    ['by bullets', '- **QA Lead**: ____\n- Tech Lead: ____ Date: ____', ['qa-lead', 'tech-lead']],
    [
      'by the rows of a table',
      '| Role | Name | Date |\n|---|---|---|\n| **QA Lead** | ____ | |\n| Tech Lead | | |',
      ['qa-lead', 'tech-lead'],
    ],
    ['by rows whose first column is not called so', '| Who | Signature |\n|---|---|\n| QA Lead | |', ['qa-lead']],
    ['where somebody filled in the row', '| Name | Role | Approved |\n|---|---|---|\n| Jo | QA Lead | 2026-01-02 |', ['qa-lead']],
    ['where somebody filled in one line of a list', '- **QA Lead**: Jo\n- **Tech Lead**: ____', ['qa-lead', 'tech-lead']],
    ['where somebody filled in all lines', '- QA Lead: Jo, 2026-01-02\n- Tech Lead - signed 02.01.2026', ['qa-lead', 'tech-lead']],
  ])('%s', (_, text, roles) => {
    expect({ roles: rolesOf(text), problems: codesOf(text) }).toEqual({ roles, problems: [] });
  });

  test.each([
    ['nothing', ''],
    ['prose', 'The QA Lead signs by mail.'],
    ['a table of something else', '| Version | Scope |\n|---|---|\n| 1.0 | all |'],
    ['a decision and a date alone', '**Production Ready**: YES / NO\n\n**Date**: ____'],
  ])('and one with %s asks nobody, which is refused', (_, text) => {
    expect(codesOf(text)).toEqual(['ROLES_MISSING 1']);
  });

  test.each(['[x] QA Lead: Jo, 2026-01-02', '[ ] QA Lead approved: ____', '[x] QA Lead signed'])('and never by a box: - %s', (entry) => {
    expect(codesOf(`- **Tech Lead**: ____\n\n- ${entry}`)).toEqual(['SIGNATURE_BOX 5']);
  });
});

test('a layer asks for no signature by a box', () => {
  const { problems } = readPage('# Audit\n\n- [ ] Done\n- [ ] **Sign-off**: ____\n', 'content/checklist/1-audit.md');
  expect(problems.map(({ code, line }) => `${code} ${line}`)).toEqual(['SIGNATURE_BOX 4']);
});
