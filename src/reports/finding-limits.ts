import { severityOfLevel } from './families/severity.ts';
import { type Severity, severities } from './report.ts';
import { commandsIn } from './shell-words.ts';

/** What a scanner's own option leaves out of its report. */
export interface FindingLimit {
  /** As the tool spells it: `--severity`. */
  readonly option: string;
  /** The severities that it still reports; null where it leaves out findings of any severity. */
  readonly reports: readonly Severity[] | null;
}

/** Options of scanners that shorten what they report. Options that only choose an exit code shorten nothing. */
const scanners: readonly {
  readonly called: readonly string[];
  /** A list of the severities to report. */
  readonly listed?: readonly string[];
  /** The least severity to report. */
  readonly least?: readonly string[];
  /** Leaves out findings whatever their severity. */
  readonly drops?: readonly string[];
}[] = [
  { called: ['trivy'], listed: ['--severity', '-s'], drops: ['--ignore-unfixed', '--ignore-status', '--ignore-policy'] },
  { called: ['grype'], drops: ['--only-fixed', '--only-notfixed', '--ignore-states'] },
  {
    called: ['gosec'],
    least: ['-severity', '--severity'],
    drops: ['-confidence', '--confidence', '-include', '--include', '-exclude', '--exclude'],
  },
  {
    called: ['bandit'],
    least: ['--severity-level'],
    drops: ['-l', '-ll', '-lll', '-i', '-ii', '-iii', '--confidence-level', '-t', '--tests', '-s', '--skip', '-b', '--baseline'],
  },
  { called: ['semgrep', 'opengrep'], listed: ['--severity'], drops: ['--exclude-rule', '--baseline-commit', '--diff-depth'] },
  { called: ['snyk'], least: ['--severity-threshold'] },
  { called: ['tfsec'], least: ['-m', '--minimum-severity'], drops: ['-e', '--exclude', '--filter-results'] },
  { called: ['checkov'], drops: ['-c', '--check', '--skip-check', '--baseline'] },
  {
    called: ['yarn audit', 'pnpm audit', 'yarn npm'],
    least: ['--level', '--audit-level', '--severity'],
    drops: ['--ignore', '--ignore-unfixable'],
  },
  // Without the registry it looks up nothing, and finds nothing.
  { called: ['npm audit'], drops: ['--offline'] },
  { called: ['eslint'], drops: ['--quiet'] },
  { called: ['shellcheck'], least: ['-S', '--severity'], drops: ['-e', '--exclude', '-i', '--include'] },
  { called: ['pip-audit'], drops: ['--ignore-vuln'] },
  { called: ['cargo audit', 'cargo-audit'], drops: ['--ignore'] },
  { called: ['nancy'], drops: ['-e', '--exclude-vulnerability'] },
  { called: ['golangci-lint'], drops: ['--new', '-n', '--new-from-rev', '--new-from-merge-base', '--new-from-patch', '--enable-only'] },
];

/** What the options of a command leave out of the findings that it reports, in the order of its words. */
export function findingLimits(line: string): FindingLimit[] {
  return commandsIn(line).flatMap((words) =>
    scanners.flatMap(({ called, listed = [], least = [], drops = [] }) => {
      if (!called.some((call) => calls(call, words))) return [];
      const valued = words.flatMap((word, index): FindingLimit[] => {
        const [option = '', attached] = /^(--?[^=]+)=(.*)$/.exec(word)?.slice(1) ?? [word];
        const value = attached ?? words[index + 1] ?? '';
        if (listed.includes(option)) return [{ option, reports: value.split(',').map(severityOfLevel) }];
        if (least.includes(option)) return [{ option, reports: severities.slice(0, severities.indexOf(severityOfLevel(value)) + 1) }];
        return drops.includes(option) && attached !== 'false' ? [{ option, reports: null }] : [];
      });
      return valued.filter(
        ({ reports }) => reports === null || severities.some((severity) => severity !== 'unknown' && !reports.includes(severity)),
      );
    }),
  );
}

function calls(call: string, words: readonly string[]): boolean {
  const parts = call.split(' ');
  return words.some((word, index) =>
    parts.every(
      (part, offset) => (offset === 0 ? (word.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd)$/i, '') : words[index + offset]) === part,
    ),
  );
}
