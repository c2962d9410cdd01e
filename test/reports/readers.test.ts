import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import type { Reader } from '../../src/reports/reader.ts';
import { readers as listed, loadReaders } from '../../src/reports/readers.ts';
import { summariseOutcome } from '../../src/reports/summary.ts';
import { fileOf, samples, samplesOf } from './files.ts';

const readers = await loadReaders();

test('the list says of each reader what the reader says', () => {
  expect(listed.map(({ format, kind }) => `${format} ${kind}`)).toEqual(readers.map(({ format, kind }) => `${format} ${kind}`));
});

test('the readers are listed once each, by name', () => {
  const formats = readers.map(({ format }) => format);
  expect(formats).toEqual([...new Set(formats)].sort());
});

test('every folder of samples belongs to a reader', () => {
  expect(readdirSync(samples).sort()).toEqual(readers.map(({ format }) => format));
});

/** Takes whatever it is declared for, and is never recognised. */
const takesAny = ({ format, recognises }: Reader) => format === 'json' || recognises === 'declared';

describe.each(readers)('$format', (own) => {
  const { format } = own;
  test.each(samplesOf(format))('reads %s as its expected summary', async (name) => {
    const outcome = await readReport(fileOf(join(samples, format, name), name), format);
    const summary = `${JSON.stringify(summariseOutcome(outcome), null, 2)}\n`;
    await expect(summary).toMatchFileSnapshot(`../samples/${format}/${name}.expected.json`);
  });

  test.each(samplesOf(format).filter((name) => !name.startsWith('refused-')))('reads %s the same in chunks of 7 bytes', async (name) => {
    const path = join(samples, format, name);
    const whole = await readReport(fileOf(path, name), format);
    expect(await readReport(fileOf(path, name, 7), format)).toEqual(whole);
    expect(whole.state).toBe('read');
  });

  test.each(samplesOf(format).filter((name) => !name.startsWith('refused-') && !takesAny(own)))(
    'is the only reader that recognises %s',
    async (name) => {
      const path = join(samples, format, name);
      const claims: string[] = [];
      for (const reader of readers) {
        if (takesAny(reader)) continue;
        const outcome = await readReport(fileOf(path, name), reader.format);
        if (outcome.problems.every(({ code }) => code !== 'FORMAT_MISMATCH' && code !== 'JSON_SYNTAX' && code !== 'TWO_DOCUMENTS'))
          claims.push(reader.format);
      }
      expect(claims).toEqual([format]);
      expect((await readReport(fileOf(path, name), null)).format).toBe(format);
    },
  );

  test.each(samplesOf(format).filter((name) => name.startsWith('refused-')))('refuses %s with a code', async (name) => {
    const outcome = await readReport(fileOf(join(samples, format, name), name), format);
    expect(outcome.state).toBe('refused');
    expect(outcome.problems.length).toBeGreaterThan(0);
  });
});
