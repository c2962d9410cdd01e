import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import { bytesOf } from './files.ts';

interface Case {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

interface Line {
  readonly file: string;
  readonly hits: number;
}

interface Found {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
}

/** Names as people write them, with what the formats quote. */
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 <>&"'_.é-]{0,18}[A-Za-z]$/);
const cases: fc.Arbitrary<Case[]> = fc.uniqueArray(
  fc.record({ name, status: fc.constantFrom('passed' as const, 'failed' as const, 'skipped' as const) }),
  { minLength: 1, maxLength: 40, selector: (each) => each.name },
);
const lines: fc.Arbitrary<Line[]> = fc.array(fc.record({ file: fc.constantFrom('a.go', 'b/c.go', 'd.go'), hits: fc.nat(3) }), {
  minLength: 1,
  maxLength: 60,
});
const found: fc.Arbitrary<Found[]> = fc.uniqueArray(
  fc.record({ rule: fc.constantFrom('R1', 'R2', 'R3'), file: fc.constantFrom('a.go', 'b.go'), line: fc.integer({ min: 1, max: 900 }) }),
  { maxLength: 40, selector: ({ rule, file, line }) => `${rule} ${file} ${line}` },
);

const escapeXml = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0)};`);
const count = <T>(list: readonly T[], holds: (each: T) => boolean) => list.filter(holds).length;
const statusCount = (list: readonly Case[], status: Case['status']) => count(list, (each) => each.status === status);

const testFormats: Readonly<Record<string, (list: readonly Case[]) => string>> = {
  junit: (list) => {
    const inner = { passed: '', failed: '<failure message="no">at line 1</failure>', skipped: '<skipped/>' };
    const each = list.map((one) => `<testcase classname="k" name="${escapeXml(one.name)}" time="0.1">${inner[one.status]}</testcase>`);
    const counts = `tests="${list.length}" failures="${statusCount(list, 'failed')}" errors="0" skipped="${statusCount(list, 'skipped')}"`;
    return `<?xml version="1.0"?>\n<testsuites><testsuite name="s" ${counts}>${each.join('\n')}</testsuite></testsuites>\n`;
  },
  ctrf: (list) =>
    JSON.stringify({
      reportFormat: 'CTRF',
      specVersion: '0.0.0',
      results: {
        tool: { name: 'made' },
        summary: {
          tests: list.length,
          passed: statusCount(list, 'passed'),
          failed: statusCount(list, 'failed'),
          skipped: statusCount(list, 'skipped'),
          pending: 0,
          other: 0,
          start: 1,
          stop: 2,
        },
        tests: list.map((one) => ({ ...one, duration: 3 })),
      },
    }),
  tap: (list) => {
    const line = ({ name: text, status }: Case, index: number) =>
      `${status === 'failed' ? 'not ok' : 'ok'} ${index + 1} - ${text}${status === 'skipped' ? ' # SKIP later' : ''}`;
    return ['TAP version 14', `1..${list.length}`, ...list.map(line), ''].join('\n');
  },
  'go-test': (list) => {
    const action = { passed: 'pass', failed: 'fail', skipped: 'skip' };
    const event = (Action: string, Test?: string) =>
      JSON.stringify({ Time: '2026-11-24T12:00:00Z', Action, Package: 'x/y', Test, Elapsed: 0.1 });
    const each = list.flatMap((one, index) => [event('run', `Test${index}`), event(action[one.status], `Test${index}`)]);
    return [event('start'), ...each, event(statusCount(list, 'failed') > 0 ? 'fail' : 'pass'), ''].join('\n');
  },
};

const coverageFormats: Readonly<Record<string, (list: readonly Line[]) => string>> = {
  lcov: (list) =>
    byFile(list)
      .map(([file, own]) => {
        const data = own.map(({ hits }, index) => `DA:${index + 1},${hits}`);
        return [`SF:${file}`, ...data, `LF:${own.length}`, `LH:${count(own, ({ hits }) => hits > 0)}`, 'end_of_record', ''].join('\n');
      })
      .join(''),
  'go-cover': (list) => {
    const blocks = byFile(list).flatMap(([file, own]) => own.map(({ hits }, index) => `x/${file}:${index + 1}.1,${index + 1}.9 1 ${hits}`));
    return ['mode: count', ...blocks, ''].join('\n');
  },
};

const findingFormats: Readonly<Record<string, (list: readonly Found[]) => string>> = {
  sarif: (list) =>
    JSON.stringify({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'made', rules: ['R1', 'R2', 'R3'].map((id) => ({ id })) } },
          results: list.map(({ rule, file, line }) => ({
            ruleId: rule,
            level: 'error',
            message: { text: 'found' },
            locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } }],
          })),
        },
      ],
    }),
  gitleaks: (list) =>
    JSON.stringify(
      list.map(({ rule, file, line }) => ({
        RuleID: rule,
        Description: 'found',
        StartLine: line,
        EndLine: line,
        StartColumn: 1,
        EndColumn: 2,
        Match: 'REDACTED',
        Secret: 'REDACTED',
        File: file,
        Commit: '',
        Entropy: 4,
        Tags: [],
        Fingerprint: `${file}:${rule}:${line}`,
      })),
    ),
};

function byFile(list: readonly Line[]): [string, Line[]][] {
  return [...Map.groupBy(list, ({ file }) => file)];
}

async function read(text: string, format: string) {
  const outcome = await readReport(bytesOf(text), format);
  if (outcome.state !== 'read') throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

describe('a generated file has the counts that it was made with', () => {
  test.each(Object.entries(testFormats))('%s', async (format, write) => {
    await fc.assert(
      fc.asyncProperty(cases, async (list) => {
        const report = await read(write(list), format);
        const statuses = report.kind === 'tests' ? report.tests.map(({ status }) => status).sort() : null;
        expect(statuses).toEqual(list.map(({ status }) => status).sort());
      }),
    );
  });

  test.each(Object.entries(coverageFormats))('%s', async (format, write) => {
    await fc.assert(
      fc.asyncProperty(lines, async (list) => {
        const report = await read(write(list), format);
        const measures =
          report.kind === 'coverage' ? report.files.map(({ measures: { lines: own, statements } }) => own ?? statements) : [];
        const total = measures.reduce((sum, measure) => sum + (measure?.total ?? 0), 0);
        const covered = measures.reduce((sum, measure) => sum + (measure?.covered ?? 0), 0);
        expect({ total, covered }).toEqual({ total: list.length, covered: count(list, ({ hits }) => hits > 0) });
      }),
    );
  });

  test.each(Object.entries(findingFormats))('%s', async (format, write) => {
    await fc.assert(
      fc.asyncProperty(found, async (list) => {
        const report = await read(write(list), format);
        const rules = report.kind === 'findings' ? report.findings.map(({ rule }) => rule).sort() : null;
        expect(rules).toEqual(list.map(({ rule }) => rule).sort());
      }),
    );
  });
});
