import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ChangesDocument } from '../../src/publish/changes-document.ts';
import { copyOf, freezeIn, read, write } from '../release/frozen-root.ts';
import { makeRoot, readiness } from './run.ts';

const now = ['--now', '2026-11-24T12:00:00Z'];
const failing = '<testsuite tests="1" time="2.5"><testcase classname="a" name="b"><failure/></testcase></testsuite>';
const open = '# Tests\n\n## All\n\n- [ ] Tests pass [tests](/results/next/unit/junit.xml)\n- [ ] Coverage >= 90%\n';

let root: string;
beforeAll(async () => {
  root = makeRoot({ 'content/checklist/1-tests.md': open });
  await freezeIn(root, '1.0.0-rc.1');
});

const worse = (): string => {
  const copy = copyOf(root);
  write(copy, 'results/next/unit/junit.xml', failing);
  write(copy, 'content/checklist/1-tests.md', open.replace('90%', '80%'));
  return copy;
};

describe('compare', () => {
  test('says what changed, as text, JSON and Markdown', () => {
    const copy = worse();
    const compare = (...args: string[]) => readiness('compare', '1.0.0-rc.1', 'next', '--root', copy, ...now, ...args);
    expect(compare()).toMatchObject({ code: 0, err: '' });
    expect(compare().out.split('\n')[0]).toBe('From 1.0.0-rc.1 to next: 1 newly failing, 1 item asks for less.');
    expect(ChangesDocument.parse(JSON.parse(compare('--json').out))).toMatchObject({
      from: { name: '1.0.0-rc.1' },
      to: { name: 'next', version: '1.0.0' },
    });
    expect(compare('--markdown').out).toMatch(/^## From 1\.0\.0-rc\.1 to next\n/);
  });

  test('names a release that is not there, and those that are', () => {
    const { code, out, err } = readiness('compare', '0.9.0', 'next', '--root', root, ...now);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('results RELEASE_MISSING there is no release "0.9.0" - name one of 1.0.0-rc.1\n');
  });

  test('exits 3 for a damaged release', () => {
    const copy = copyOf(root);
    rmSync(join(copy, 'results/1.0.0-rc.1/run.json'));
    expect(readiness('compare', '1.0.0-rc.1', 'next', '--root', copy, ...now)).toMatchObject({ code: 3, out: '' });
  });
});

describe('check --against', () => {
  const check = (folder: string, ...args: string[]) => readiness('check', '--root', folder, ...now, ...args);

  test('passes what is not ready and no worse', () => {
    expect(check(root).code).toBe(1);
    const { code, out } = check(root, '--against', '1.0.0-rc.1');
    expect(code).toBe(0);
    expect(out).toContain('Nothing is worse than in 1.0.0-rc.1.');
  });

  test('fails what is worse, and says what', () => {
    const copy = worse();
    const { code, out } = check(copy, '--against', '1.0.0-rc.1');
    expect(code).toBe(1);
    expect(out).toContain(
      'Worse than 1.0.0-rc.1 in 2 points:\n  Tests pass: verified, now failing: 0 tests passed, 1 failed; was 1 test passed (unit/junit.xml)\n  Coverage >= 80%: required ≥ 90 %, requires ≥ 80 %; was “Coverage >= 90%”\n',
    );
    expect(check(copy, '--against', '1.0.0-rc.1', '--markdown').out).toContain('### Worse than 1.0.0-rc.1 in 2 points:');
    expect(JSON.parse(check(copy, '--against', '1.0.0-rc.1', '--json').out).against).toMatchObject({
      version: '1.0.0-rc.1',
      worse: [{ kind: 'failing' }, { kind: 'loosened' }],
    });
    expect(check(copy, '--against', '1.0.0-rc.1', '--layer', 'tests').code).toBe(1);
  });

  test('exits 2 for a release that is not there, and 3 for a damaged one', () => {
    expect(check(root, '--against', '2.0.0')).toMatchObject({ code: 2, out: '' });
    const copy = copyOf(root);
    write(copy, 'results/1.0.0-rc.1/run.json', '{}');
    expect(check(copy, '--against', '1.0.0-rc.1')).toMatchObject({ code: 3, out: '' });
    expect(check(copy, '--against', '2.0.0').code).toBe(3);
  });

  test('recomputes the release that it is told, whichever it is, and reads it anew where all was sound before', async () => {
    const copy = copyOf(root);
    await freezeIn(copy, '1.0.0-rc.2');
    write(copy, 'results/next/unit/junit.xml', failing);
    expect(check(copy, '--against', '1.0.0-rc.1').out).toContain('Worse than 1.0.0-rc.1 in 1 point:');
    expect(check(copy, '--against', '1.0.0-rc.2').out).toContain('Worse than 1.0.0-rc.2 in 1 point:');
    const other = read(copy, 'results/1.0.0-rc.1/unit/junit.xml');
    write(copy, 'results/1.0.0-rc.1/unit/junit.xml', failing);
    expect(check(copy, '--against', '1.0.0-rc.1')).toMatchObject({ code: 3, out: '' });
    expect(check(copy, '--against').code).toBe(3);
    write(copy, 'results/1.0.0-rc.1/unit/junit.xml', other);
    expect(check(copy, '--against').code).toBe(1);
  });
});

describe('check', () => {
  test('exits 3 where a release of results/ is damaged, and names it', () => {
    const copy = copyOf(root);
    write(copy, 'results/1.0.0-rc.1/unit/junit.xml', failing);
    const { code, out, err } = readiness('check', '--root', copy, ...now);
    expect(code).toBe(3);
    expect(out).toContain('Teapot 1.0.0 at aaaaaaa is not ready: ');
    expect(err).toMatch(
      /^results\/1\.0\.0-rc\.1\/unit\/junit\.xml INTEGRITY its SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64} - /,
    );
  });

  test('the highest exit code wins where what is in preparation is refused too', () => {
    const copy = copyOf(root);
    write(copy, 'results/1.0.0-rc.1/unit/junit.xml', failing);
    write(copy, 'content/checklist/1-tests.md', '# Tests\n\n- [?] A\n');
    const { code, err } = readiness('check', '--root', copy, ...now);
    expect(code).toBe(3);
    expect(err).toMatch(/INTEGRITY [\s\S]*MARK_UNKNOWN/);
  });

  test('names a folder among the releases that is none', () => {
    const copy = copyOf(root);
    write(copy, 'results/old/run.json', read(copy, 'results/next/run.json'));
    expect(readiness('check', '--root', copy, ...now).err).toMatch(/^results\/old VERSION "old" is no version/);
  });
});
