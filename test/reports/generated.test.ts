import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import { loadReaders } from '../../src/reports/readers.ts';
import { bytesOf } from './files.ts';
import { countsOf, type Generated } from './generated.ts';

const generators = import.meta.glob<{ readonly generated: Generated }>('../samples/*/generated.ts');

describe.each(await loadReaders())('$format', ({ format, recognises }) => {
  const isRecognised = recognises !== 'declared' && format !== 'json';

  test('a generated file has the counts that it was made with, declared and recognised', async () => {
    const load = generators[`../samples/${format}/generated.ts`];
    if (load === undefined) return expect.fail(`test/samples/${format} has no generated.ts`);
    const { generated } = await load();
    await fc.assert(
      fc.asyncProperty(generated, fc.boolean(), async ({ content, counts, path }, declared) => {
        const outcome = await readReport(bytesOf(content, path), declared || !isRecognised ? format : null);
        if (outcome.state === 'refused') return expect.fail(JSON.stringify(outcome.problems));
        expect(outcome.format).toBe(format);
        expect(countsOf(outcome.report)).toMatchObject(counts);
        expect(outcome.report.partial).toEqual([]);
      }),
    );
  });
});
