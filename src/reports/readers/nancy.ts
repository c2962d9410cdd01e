import { z } from 'zod';
import { scorePattern, severityOfScore } from '../families/cvss.ts';
import { helpAddress, shownText } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, Partial } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();

const vulnerability = z.looseObject({
  Id: z.string().optional(),
  ID: z.string().optional(),
  Title: z.string(),
  Cve: z.string().nullish(),
  CvssScore: z.union([z.string().regex(scorePattern).transform(Number), z.number().min(0).max(10)], 'expected a CVSS score from 0 to 10'),
  Excluded: z.boolean().optional(),
  Reference: shownText,
});

const component = z.looseObject({ Coordinates: z.string(), Vulnerabilities: z.array(vulnerability).nullish() });

const schema = z.looseObject({
  audited: z.array(component).nullable(),
  vulnerable: z.array(component).nullable(),
  invalid: z.array(z.unknown()).nullish(),
  num_audited: count,
  num_vulnerable: count,
  version: z.string().nullish(),
});

type Document = z.output<typeof schema>;

/**
 * What `nancy sleuth --output json` prints (`internal/audit/auditlog.go` of github.com/sonatype-nexus-community/nancy). One finding is one
 * vulnerability of one component; `num_vulnerable` counts components. nancy gives no severity, so that it is the band of the CVSS score.
 */
export const nancy = defineJsonReader({
  format: 'nancy',
  kind: 'findings',
  guide: {
    title: 'nancy JSON',
    source: 'https://github.com/sonatype-nexus-community/nancy/blob/main/internal/audit/auditlog.go',
    make: 'go list -json -deps ./... | nancy sleuth --output json > nancy.json',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities whose CVSS score is 7 or more' },
      { selector: '#CVE-2018-16886', selects: 'one vulnerability, by its CVE or its id in the OSS Index' },
    ],
    unit: 'one vulnerability of one component; excluded ones are counted apart',
    unproven: 'no component audited; components whose version is not valid, since nancy leaves them out; counts that differ from the lists',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (document['num_audited'] === undefined) return 'has no key `num_audited`';
    return document['num_vulnerable'] === undefined ? 'has no key `num_vulnerable`' : null;
  },
  schema,
  report(document) {
    return {
      kind: 'findings',
      tool: { name: 'nancy', version: document.version || null },
      partial: partialOf(document),
      findings: findingsOf(document),
      rates: ['critical', 'high', 'medium', 'low'],
      rules: { listed: [], all: null },
      targets: (document.audited ?? []).map(({ Coordinates }) => Coordinates),
    };
  },
});

/**
 * The vulnerabilities of the vulnerable components. `audited` repeats them, and alone has the components whose vulnerabilities are all
 * excluded; where it has others, `partialOf` says so.
 */
function findingsOf({ vulnerable, audited }: Document): Finding[] {
  const listed = vulnerable ?? [];
  const known = new Set(listed.map(({ Coordinates }) => Coordinates));
  const excluded = (audited ?? [])
    .filter(({ Coordinates }) => !known.has(Coordinates))
    .map((each) => ({ ...each, Vulnerabilities: each.Vulnerabilities?.filter(({ Excluded }) => Excluded === true) }));
  return [...listed, ...excluded].flatMap(({ Coordinates, Vulnerabilities }) =>
    (Vulnerabilities ?? []).map((each) => findingOf(each, Coordinates)),
  );
}

function findingOf({ Id, ID, Title, Cve, CvssScore, Excluded, Reference }: z.output<typeof vulnerability>, place: string): Finding {
  const [rule = Title, ...aliases] = [Cve, Id, ID].flatMap((each) => each || []);
  return {
    rule,
    aliases,
    severity: severityOfScore(CvssScore),
    title: Title,
    place,
    suppressed: Excluded === true,
    help: helpAddress(Reference),
  };
}

function partialOf({ audited, vulnerable, invalid, num_audited, num_vulnerable }: Document): Partial[] {
  const partial: Partial[] = [];
  const left = invalid?.length ?? 0;
  if (left > 0) partial.push({ code: 'tool-errors', count: left });
  const listed = audited?.length ?? 0;
  if (listed < num_audited) partial.push({ code: 'declared-differs', what: 'audited components', declared: num_audited, listed });
  for (const components of [audited ?? [], vulnerable ?? []]) {
    const found = components.filter(({ Vulnerabilities }) => Vulnerabilities?.some(({ Excluded }) => Excluded !== true)).length;
    if (found !== num_vulnerable)
      partial.push({ code: 'declared-differs', what: 'vulnerable components', declared: num_vulnerable, listed: found });
  }
  return partial;
}
