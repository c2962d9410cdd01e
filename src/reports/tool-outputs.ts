/** What a tool writes unless told otherwise, and what it is to be told. */
export interface ToolOutput {
  /** As people call it. */
  readonly tool: string;
  /** Matches what only this tool prints, in the opening of a text of no known format. */
  readonly sign: RegExp;
  /** The format to have instead, of `readers.ts`; null where it writes none that could pass when all is well, so that how it ends is what is cited. */
  readonly format: string | null;
  /** The command that writes it, where the format's own is not this tool's. */
  readonly make?: string;
}

/**
 * What tools print for people, or write for machines in a form that names nothing when all is clean, so that no reader takes it. Where a tool can
 * write several formats, the one is named that proves something when there is nothing to find.
 */
export const toolOutputs: readonly ToolOutput[] = [
  { tool: 'pytest', sign: /^=+ test session starts =+$|^(?:=+ )?\d+ (?:passed|failed)\b.* in [\d.]+s\b/m, format: 'junit' },
  { tool: 'unittest', sign: /^Ran \d+ tests? in [\d.]+s$/m, format: 'junit' },
  {
    tool: 'ruff',
    sign: /^All checks passed!$|^Found \d+ errors?\.$|^[A-Z]+\d+ (?:\[\*\] )?.+\n +--> \S+:\d+:\d+|"noqa_row": /m,
    format: 'sarif',
    make: 'ruff check --output-format sarif --output-file ruff.sarif',
  },
  {
    tool: 'mypy',
    sign: /^Success: no issues found in \d+ source files?|^Found \d+ errors? in \d+ files? \(checked \d+ source files?\)/m,
    format: null,
    make: 'mypy .',
  },
  { tool: 'bandit', sign: /^\[main\]\tINFO\t|^Run started:\d{4}-|^Code scanned:\n\tTotal lines of code/m, format: 'bandit' },
  { tool: 'coverage.py', sign: /^Name\s+Stmts\s+Miss\b/m, format: 'coverage-py' },
  {
    tool: 'pip-audit',
    sign: /^No known vulnerabilities found$|^Found \d+ known vulnerabilit|^Name\s+Version\s+ID\s+Fix Versions/m,
    format: 'pip-audit',
  },
  { tool: 'ESLint', sign: /^[ \t]+\d+:\d+\s+(?:error|warning) +\S.*$|^✖ \d+ problems? \(/m, format: 'eslint' },
  { tool: 'TypeScript', sign: /^\S+\(\d+,\d+\): error TS\d+: |^\S+:\d+:\d+ - error TS\d+: /m, format: null, make: 'tsc --noEmit' },
  { tool: 'Jest', sign: /^Test Suites:\s+.*\b\d+ total$/m, format: 'jest-json' },
  { tool: 'Vitest', sign: /^[ \t]*Test Files\s+\d+ (?:passed|failed|skipped)|^[ \t]*RUN\s+v\d+\.\d+\.\d+ /m, format: 'vitest-json' },
  { tool: 'Mocha', sign: /^[ \t]+\d+ passing \([\d.]+m?s\)/m, format: 'mocha-json' },
  {
    tool: 'node --test',
    sign: /^ℹ tests \d+$/m,
    format: 'junit',
    make: 'node --test --test-reporter=junit --test-reporter-destination=junit.xml',
  },
  { tool: 'Playwright', sign: /^Running \d+ tests? using \d+ workers?/m, format: 'playwright' },
  { tool: 'Cypress', sign: /^[ \t]*\(Run (?:Starting|Finished)\)/m, format: 'junit', make: 'cypress run --reporter junit' },
  { tool: 'npm audit', sign: /^found \d+ vulnerabilities$|^# npm audit report$/m, format: 'npm-audit' },
  { tool: 'Istanbul', sign: /% Stmts\s*\|\s*% Branch\s*\|/, format: 'istanbul-summary' },
  { tool: 'go test', sign: /^(?:=== RUN {3}|--- (?:PASS|FAIL|SKIP): |(?:ok {2}|FAIL|\?\s{3})\t\S+\t)/m, format: 'go-test' },
  {
    tool: 'staticcheck',
    sign: /^\S+\.go:\d+:\d+: .* \((?:SA|ST|QF|S|U)\d{4}\)$/m,
    format: 'sarif',
    make: 'staticcheck -f sarif ./... > staticcheck.sarif',
  },
  {
    tool: 'golangci-lint',
    sign: /^\S+\.go:\d+:\d+: .* \([a-z][a-z0-9]+\)$|^\d+ issues[.:]$/m,
    format: 'sarif',
    make: 'golangci-lint run --output.sarif.path golangci-lint.sarif',
  },
  { tool: 'gosec', sign: /^\[gosec\] |^Summary:\n +Gosec\s+:/m, format: 'gosec' },
  { tool: 'govulncheck', sign: /^=== Symbol Results ===$|^No vulnerabilities found\.$|^Vulnerability #\d+: GO-/m, format: 'govulncheck' },
  {
    tool: 'cargo test',
    sign: /^test result: (?:ok|FAILED)\. \d+ passed;|^running \d+ tests?$/m,
    format: 'junit',
    make: 'cargo nextest run --profile ci, whose profile names a file in junit = { path = "junit.xml" }',
  },
  {
    tool: 'Clippy',
    sign: /^(?:warning|error)(?:\[[\w:]+\])?: .+\n +--> \S+\.rs:\d+:\d+/m,
    format: 'sarif',
    make: 'cargo clippy --message-format=json | clippy-sarif > clippy.sarif',
  },
  {
    tool: 'cargo audit',
    sign: /^[ \t]*Scanning Cargo\.lock for vulnerabilities/m,
    format: 'osv-scanner',
    make: 'osv-scanner scan source --all-packages --format json --output-file osv.json .',
  },
  {
    tool: 'Maven',
    sign: /^\[INFO\] (?:Scanning for projects|BUILD |Tests run: )/m,
    format: 'junit',
    make: 'mvn verify, which writes target/surefire-reports/TEST-*.xml',
  },
  {
    tool: 'Gradle',
    sign: /^BUILD (?:SUCCESSFUL|FAILED) in |^> Task :/m,
    format: 'junit',
    make: 'gradle test, which writes build/test-results/test/TEST-*.xml',
  },
  { tool: 'dotnet test', sign: /^(?:Passed|Failed)!\s+- Failed:\s+\d+/m, format: 'trx' },
  {
    tool: 'RSpec',
    sign: /^\d+ examples?, \d+ failures?/m,
    format: 'junit',
    make: 'rspec --format RspecJunitFormatter --out junit.xml',
  },
  { tool: 'PHPUnit', sign: /^PHPUnit \d+\.\d+/m, format: 'junit', make: 'phpunit --log-junit junit.xml' },
  { tool: 'Trivy', sign: /^Report Summary$|^Total: \d+ \((?:UNKNOWN|LOW|MEDIUM|HIGH|CRITICAL): \d+/m, format: 'trivy' },
  { tool: 'Grype', sign: /^NAME\s+INSTALLED\s+FIXED[ -]IN\b/m, format: 'grype' },
  {
    tool: 'Semgrep',
    sign: /^│ Scan (?:Status|Summary)\b|^[ \t]*Semgrep rule registry URL is |^Ran \d+ rules? on \d+ files?: /m,
    format: 'semgrep',
  },
  {
    tool: 'Hadolint',
    sign: /^\S*:\d+ (?:DL|SC)\d+ (?:error|warning|info|style): /m,
    format: 'sarif',
    make: 'hadolint --format sarif Dockerfile > hadolint.sarif',
  },
  { tool: 'Checkov', sign: /^Passed checks: \d+, Failed checks: \d+/m, format: 'checkov' },
  {
    tool: 'Gitleaks',
    sign: /\bINF (?:no leaks found|\d+ commits scanned)|\bWRN leaks found: \d+/,
    format: 'sarif',
    make: 'gitleaks git --report-format sarif --report-path gitleaks.sarif --redact',
  },
  { tool: 'OSV-Scanner', sign: /\| OSV URL\s+\||^No issues found$/m, format: 'osv-scanner' },
  { tool: 'k6', sign: /^[ \t]+execution: (?:local|cloud|distributed)$|^[ \t]*http_req_duration\.*:? avg=/m, format: 'k6-summary-export' },
  { tool: 'Artillery', sign: /^Summary report @ /m, format: 'artillery' },
  { tool: 'autocannon', sign: /^Req\/Bytes counts sampled once per second/m, format: 'autocannon' },
  { tool: 'Vegeta', sign: /^Requests\s+\[total, rate, throughput\]/m, format: 'vegeta' },
  { tool: 'JMeter', sign: /^summary [+=]\s+\d+ in /m, format: 'jmeter-csv' },
];

/** The tool that printed a text, by the opening of it; null where none is known by it. */
export function toolOutputOf(opening: string): ToolOutput | null {
  return toolOutputs.find(({ sign }) => sign.test(opening)) ?? null;
}
