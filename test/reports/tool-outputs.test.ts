import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import { readers } from '../../src/reports/readers.ts';
import { toolOutputOf, toolOutputs } from '../../src/reports/tool-outputs.ts';
import { bytesOf } from './files.ts';

/** What each tool prints, cut to what tells it. */
const printed: readonly (readonly [tool: string, text: string])[] = [
  ['pytest', '============================= test session starts ==============================\nplatform linux -- Python 3.12\n'],
  ['pytest', '..                                                       [100%]\n2 passed in 0.03s\n'],
  ['unittest', '..\n----------------------------------------------------------------------\nRan 2 tests in 0.000s\n\nOK\n'],
  ['ruff', 'All checks passed!\n'],
  ['ruff', 'a.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n[*] 1 fixable with the `--fix` option.\n'],
  ['ruff', 'F401 [*] `os` imported but unused\n --> a.py:1:8\n  |\n1 | import os\n'],
  ['ruff', '[{"cell": null, "code": "F401", "filename": "a.py", "noqa_row": 1}]'],
  ['mypy', 'Success: no issues found in 1 source file\n'],
  ['mypy', 'a.py:1: error: Incompatible types\nFound 1 error in 1 file (checked 1 source file)\n'],
  ['bandit', '[main]\tINFO\tprofile include tests: None\n[main]\tINFO\trunning on Python 3.12.3\n'],
  ['coverage.py', 'Name    Stmts   Miss  Cover\n---------------------------\na.py        3      0   100%\n'],
  ['pip-audit', 'No known vulnerabilities found\n'],
  ['pip-audit', 'Found 2 known vulnerabilities in 1 package\nName Version ID Fix Versions\n'],
  ['ESLint', "\na.js\n  1:7  error  'a' is assigned a value but never used  no-unused-vars\n\n✖ 1 problem (1 error, 0 warnings)\n"],
  ['TypeScript', "a.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.\n"],
  ['TypeScript', "a.ts:1:7 - error TS2322: Type 'string' is not assignable\n"],
  ['Jest', 'PASS ./a.test.js\nTest Suites: 1 passed, 1 total\nTests:       1 passed, 1 total\n'],
  ['Vitest', '\n RUN  v3.2.4 demo\n\n ✓ a.test.ts (1 test) 1ms\n\n Test Files  1 passed (1)\n'],
  ['Mocha', '\n\n  sums\n    ✔ two\n\n\n  1 passing (2ms)\n\n'],
  ['node --test', '✔ sums (0.4ms)\nℹ tests 1\nℹ suites 0\nℹ pass 1\n'],
  ['Playwright', '\nRunning 1 test using 1 worker\n\n  ✓  1 a.spec.ts:3:1 › opens (120ms)\n'],
  ['Cypress', '\n====\n\n  (Run Starting)\n'],
  ['npm audit', 'found 0 vulnerabilities\n'],
  ['npm audit', '# npm audit report\n\nminimist  <0.2.4\nSeverity: critical\n'],
  ['Istanbul', '----------|---------|----------|\nFile      | % Stmts | % Branch | % Funcs | % Lines |\n'],
  ['go test', '=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\nok  \tdemo.example/a\t0.002s\n'],
  ['go test', 'ok  \tdemo.example/a\t0.002s\n'],
  ['staticcheck', 'a.go:4:2: should use x instead of y (S1005)\n'],
  ['golangci-lint', 'a.go:4:12: Error return value is not checked (errcheck)\n1 issues:\n* errcheck: 1\n'],
  ['gosec', '[gosec] 2026/01/02 03:04:05 Including rules: default\n'],
  ['govulncheck', '=== Symbol Results ===\n\nVulnerability #1: GO-2021-0113\n'],
  ['govulncheck', 'No vulnerabilities found.\n'],
  ['cargo test', '\nrunning 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored\n'],
  ['Clippy', 'warning: unused variable: `a`\n --> src/main.rs:2:9\n'],
  ['cargo audit', '    Fetching advisory database\n    Scanning Cargo.lock for vulnerabilities (10 crate dependencies)\n'],
  ['Maven', '[INFO] Scanning for projects...\n[INFO] \n'],
  ['Gradle', '> Task :test\n\nBUILD SUCCESSFUL in 2s\n'],
  ['dotnet test', 'Passed!  - Failed:     0, Passed:     1, Skipped:     0, Total:     1\n'],
  ['RSpec', '.\n\nFinished in 0.002 seconds\n1 example, 0 failures\n'],
  ['PHPUnit', 'PHPUnit 11.5.0 by its authors.\n\n.\n'],
  ['Trivy', '\nReport Summary\n\n┌────────┐\n'],
  ['Grype', 'NAME  INSTALLED  FIXED IN  TYPE  VULNERABILITY  SEVERITY\n'],
  ['Semgrep', '\n┌─────────────┐\n│ Scan Status │\n└─────────────┘\n'],
  ['Hadolint', 'Dockerfile:1 DL3006 warning: Always tag the version of an image explicitly\n'],
  ['Checkov', 'terraform scan results:\n\nPassed checks: 1, Failed checks: 2, Skipped checks: 0\n'],
  ['Gitleaks', '3:04AM INF 5 commits scanned.\n3:04AM INF no leaks found\n'],
  ['OSV-Scanner', '| OSV URL | CVSS | ECOSYSTEM | PACKAGE |\n'],
  ['k6', '     execution: local\n        script: a.js\n        output: -\n'],
  ['Artillery', 'Summary report @ 10:00:00(+0000)\n'],
  ['autocannon', 'Req/Bytes counts sampled once per second.\n# of samples: 10\n'],
  ['Vegeta', 'Requests      [total, rate, throughput]         50, 51.02, 51.01\n'],
  ['JMeter', 'summary +      1 in 00:00:01 =    1.0/s Avg:   100\nsummary =      1 in 00:00:01 =    1.0/s\n'],
];

describe('what a tool prints for people', () => {
  test.each(printed)('%s: is refused with the command that writes a result file', async (tool, text) => {
    expect(toolOutputOf(text)?.tool).toBe(tool);
    const outcome = await readReport(bytesOf(text), null);
    expect(outcome.state).toBe('refused');
    expect(outcome.problems).toEqual([
      expect.objectContaining({
        code: 'FORMAT_UNKNOWN',
        message: `this is what ${tool} prints for people`,
        hint: expect.stringMatching(/: \S+ .*\S/),
      }),
    ]);
  });

  test('is known of every tool in the list by a text above, and leads to a format that is read', () => {
    expect(toolOutputs.map(({ tool }) => tool).filter((tool) => !printed.some(([named]) => named === tool))).toEqual([]);
    const formats = new Set(readers.map(({ format }) => format));
    expect(toolOutputs.filter(({ format }) => format !== null && !formats.has(format))).toEqual([]);
  });

  test('is looked for in a hostile text without hanging', () => {
    for (const part of ['\n', ' ', 'a', 'a.go:1:1: ', 'F401 a\n --> ', 'Name ', '1:1 ', '.go:1:1: (']) {
      expect(() => toolOutputOf(part.repeat(65_536 / part.length))).not.toThrow();
    }
  });
});

test.each(['[]', '{}', ' [ ]\n'])('empty JSON names no tool, and the hint says what would: %j', async (text) => {
  const outcome = await readReport(bytesOf(text), null);
  expect(outcome.problems).toEqual([
    expect.objectContaining({ code: 'FORMAT_UNKNOWN', hint: expect.stringMatching(/such as SARIF, or state its format/) }),
  ]);
});
