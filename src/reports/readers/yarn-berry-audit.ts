import { z } from 'zod';
import { helpAddress } from '../families/finding-details.ts';
import { githubAdvisoryId, npmReport, npmSeverity } from '../families/npm-advisories.ts';
import { distinctFindings } from '../families/severity.ts';
import { defineStreamReader } from '../reader.ts';
import type { Finding } from '../report.ts';
import { openingKeys } from '../text/json-elements.ts';
import { checkShape, parseJson } from '../text/json-value.ts';

const advisory = z.object({
  value: z.string(),
  children: z.object({
    ID: z.union([z.int(), z.string()]).optional(),
    Issue: z.string(),
    URL: z.string().optional(),
    Severity: z.string(),
    'Vulnerable Versions': z.string().optional(),
    'Tree Versions': z.array(z.string()).optional(),
  }),
});

const report = z.object({ type: z.string(), data: z.string() });

const line = z.union([advisory, report]);

/** What yarn prints where it found nothing. */
const nothing = 'No audit suggestions';

/**
 * What `yarn npm audit --json` of yarn 4 prints: a JSON object a line, one an advisory and package (`npmAuditUtils.ts` of
 * github.com/yarnpkg/berry), or one that says that there are none. One finding is one advisory of GitHub, which has a number of its own for
 * each package and range; a deprecation is one too, of severity moderate, as yarn has it. Yarn 2 and 3 print one object like npm 6: that is
 * `npm-audit`.
 */
export const yarnBerryAudit = defineStreamReader({
  format: 'yarn-berry-audit',
  kind: 'findings',
  guide: {
    title: 'yarn 4 npm audit JSON',
    source: 'https://yarnpkg.com/cli/npm/audit',
    make: 'yarn npm audit --all --recursive --json > yarn-audit.json',
    selectors: [
      { selector: '#critical,high', selects: 'the advisories of these severities; `moderate` is `medium`' },
      { selector: '#GHSA-37q5-v5qm-c9v8', selects: 'one advisory, by its GitHub id or its number' },
    ],
    unit: 'one advisory, however many packages have it; one deprecation of one package',
    unproven: 'an error that yarn prints; an empty file: where yarn finds nothing, it says so',
  },
  unlike(opening) {
    if (!/^\s*\{/.test(opening)) return 'is no line of JSON';
    const { keys } = openingKeys(opening);
    if (keys.has('value') && /^\{\s*"(?:ID|Issue)"/.test(keys.get('children') ?? '')) return null;
    if (!keys.has('type') || !keys.has('displayName')) return 'does not begin with a line of `value` and `children`';
    return opening.includes(nothing) || /^[ \t]*\{\s*"type"\s*:\s*"error"/m.test(opening) ? null : 'has no line of an audit';
  },
  start(context) {
    const findings: Finding[] = [];
    let clean = false;
    return {
      line(text, number) {
        if (text.trim() === '') return;
        const read = checkShape(line, parseJson(text, context.path, number), context.path, number);
        if ('children' in read) {
          findings.push(findingOf(read));
        } else if (read.type === 'error') context.refuse('TOOL_ERROR', `no audit took place: ${read.data}`, { line: number });
        else if (read.data === nothing) clean = true;
      },
      end() {
        if (!clean && findings.length === 0) context.refuse('TRUNCATED', 'it neither lists an advisory nor says that there is none');
        return npmReport(distinctFindings(findings), [], undefined);
      },
    };
  },
});

function findingOf({ value, children }: z.output<typeof advisory>): Finding {
  const { ID, Issue, URL, Severity } = children;
  const number = ID === undefined ? undefined : String(ID);
  const ghsa = githubAdvisoryId(URL);
  const versions = children['Tree Versions'] ?? [];
  return {
    rule: ghsa ?? number ?? `${value}: ${Issue}`,
    aliases: ghsa !== undefined && number !== undefined ? [number] : [],
    severity: npmSeverity(Severity),
    title: Issue,
    place: versions.length > 0 ? `${value}@${versions.join(', ')}` : value,
    suppressed: false,
    help: helpAddress(URL),
  };
}
