import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import { readers } from '../../src/reports/readers.ts';
import { type Report, shownFields } from '../../src/reports/report.ts';
import { fileOf, samples, samplesOf } from './files.ts';

/** The parts of a report that have optional fields, by the names that `shownFields` has for them. */
function partsOf(report: Report): readonly (readonly [string, readonly object[]])[] {
  switch (report.kind) {
    case 'tests':
      return [
        ['tests', [report]],
        ['test', report.tests],
      ];
    case 'coverage':
      return [
        ['coverage', [report]],
        ['coverageFile', report.files],
      ];
    case 'load':
      return [['load', [report]]];
    case 'findings':
      return [
        ['findings', [report]],
        ['finding', report.findings],
      ];
    case 'document':
    case 'json':
      return [];
  }
}

test('each field that only pages need is filled by the readers that the report model says, and by no other', async () => {
  const filled = new Map<string, Set<string>>(Object.keys(shownFields).map((field) => [field, new Set()]));
  for (const { format } of readers) {
    for (const name of samplesOf(format).filter((each) => !each.startsWith('refused-'))) {
      const outcome = await readReport(fileOf(join(samples, format, name), name), format);
      if (outcome.state === 'refused') continue;
      for (const [part, values] of partsOf(outcome.report)) {
        const keys = new Set(values.flatMap((value) => Object.entries(value).flatMap(([key, each]) => (each == null ? [] : key))));
        for (const key of keys) filled.get(`${part}.${key}`)?.add(format);
      }
    }
  }
  expect(Object.fromEntries([...filled].map(([field, formats]) => [field, [...formats].sort()]))).toEqual(shownFields);
});
