import { describe, expect, test } from 'vitest';
import { comesAfter, compareVersions, isPreReleaseOf, isVersion, latestOf, refuseVersion } from '../../src/release/version.ts';

test.each([
  ['1.0.0', true],
  ['1.0.0-rc.1', true],
  ['1.0.0-dev.20251009', true],
  ['1.0.0+build.7', true],
  ['v1.0.0', false],
  ['=1.0.0', false],
  [' 1.0.0', false],
  ['1.0.0\n', false],
  ['1.0', false],
  ['01.0.0', false],
  ['1.0.0-rc.01', false],
  ['', false],
  ['next', false],
  ['../../etc', false],
  ['..%2fx', false],
  ['1.0.0/../x', false],
  ['C:\\x', false],
  ['con', false],
  ['.git', false],
  ['1.0.0-\u0000', false],
  ['<b>', false],
  [`1.0.0-${'a'.repeat(300)}`, false],
])('%j is a version: %j', (text, expected) => {
  expect(isVersion(text)).toBe(expected);
});

test('versions sort by SemVer precedence', () => {
  const sorted = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.2.0', '1.10.0'];
  expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
});

test.each([
  [['1.0.0', '1.1.0-rc.1', '0.9.0'], '1.0.0'],
  [['1.0.0-dev.2', '1.0.0-dev.10'], '1.0.0-dev.10'],
  [[], null],
])('the latest of %j is %j', (versions, latest) => {
  expect(latestOf(versions)).toBe(latest);
});

test.each([
  ['1.0.0-rc.1', '1.0.0', true],
  ['1.0.0-rc.1', '1.0.1', false],
  ['1.0.0', '1.0.0', false],
  ['1.0.0-rc.1.1', '1.0.0-rc.1', false],
])('%s is a pre-release of %s: %j', (version, released, expected) => {
  expect(isPreReleaseOf(version, released)).toBe(expected);
});

test.each([
  ['1.0.1', '1.0.0', true],
  ['1.0.0', '1.0.0-rc.1', true],
  ['1.0.0', '1.0.0', false],
  ['1.0.0+build.2', '1.0.0', false],
])('%s comes after %s: %j', (version, other, expected) => {
  expect(comesAfter(version, other)).toBe(expected);
});

test.each([
  ['1.0.0', 'freeze 1.0.0 or a pre-release of it, such as 1.0.0-rc.1'],
  ['1.0.0+build.5', 'freeze 1.0.0+build.5 or a pre-release of it, such as 1.0.0-rc.1'],
  ['1.0.0-rc.1', 'freeze 1.0.0-rc.1'],
  ['banana', 'write a SemVer version into its run.json, such as 1.0.0'],
])('evidence of %s: the advice can be followed', (prepared, hint) => {
  expect(refuseVersion('2.0.0', prepared, [], false).map((each) => each.hint)).toEqual([hint]);
});

describe('a version is refused', () => {
  test.each<[string, string, string | null, string[], boolean, string[]]>([
    ['that exists', '1.0.0', '1.0.0', ['1.0.0'], false, ['1.0.0 exists']],
    ['that exists, whatever is in preparation', '1.0.0', '1.1.0', ['1.0.0'], true, ['1.0.0 exists', 'the evidence is of 1.1.0']],
    ['that differs from another by its build alone', '1.0.0+b', null, ['1.0.0+a'], false, ['cannot be told from 1.0.0+a']],
    ['that differs from another by case alone', '1.0.0-RC.1', null, ['1.0.0-rc.1'], false, ['cannot be told from 1.0.0-rc.1']],
    ['that is no SemVer', 'v1', null, [], false, ['"v1" is no SemVer version']],
    ['that is not in preparation', '1.1.0', '1.0.0', [], false, ['the evidence is of 1.0.0, not of 1.1.0']],
    ['that is lower than another', '1.0.0-rc.1', '1.0.0', ['1.0.0-rc.2'], false, ['1.0.0-rc.1 is lower than 1.0.0-rc.2']],
    ['for two reasons at once', '0.9.0', '1.0.0', ['1.0.0'], false, ['the evidence is of 1.0.0', '0.9.0 is lower than 1.0.0']],
  ])('%s', (_, version, prepared, existing, backfill, messages) => {
    const problems = refuseVersion(version, prepared, existing, backfill);
    expect(problems.map(({ code }) => code)).toEqual(messages.map(() => 'VERSION'));
    for (const [index, message] of messages.entries()) expect(problems[index]?.message).toContain(message);
  });

  test.each<[string, string, string | null, string[], boolean]>([
    ['not where it is in preparation and new', '1.0.0', '1.0.0', ['0.9.0'], false],
    ['not where it is a pre-release of that', '1.0.0-rc.1', '1.0.0', ['1.0.0-dev.1'], false],
    ['not where it is lower and a backfill', '1.0.0-dev.1', '1.0.0-dev.1', ['1.0.0'], true],
  ])('%s', (_, version, prepared, existing, backfill) => {
    expect(refuseVersion(version, prepared, existing, backfill)).toEqual([]);
  });
});
