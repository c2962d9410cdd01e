import { z } from 'zod';
import { scorePattern, severityOfScore } from '../families/cvss.ts';
import { codePlace, shownTexts, weaknessesOf } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, JsonValue } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const scannedPackage = z.looseObject({
  package: z.looseObject({
    name: z.string(),
    version: z.string().nullish(),
    ecosystem: z.string().nullish(),
    commit: z.string().nullish(),
  }),
  vulnerabilities: z
    .array(
      z.looseObject({
        id: z.string(),
        summary: z.string().nullish(),
        aliases: z.array(z.string()).nullish(),
        database_specific: z.looseObject({ cwe_ids: shownTexts }).optional().catch(undefined),
      }),
    )
    .nullish(),
  groups: z
    .array(z.looseObject({ ids: z.array(z.string()), aliases: z.array(z.string()).nullish(), max_severity: z.string().nullish() }))
    .nullish(),
  license_violations: z.array(z.string()).nullish(),
});

const schema = z.looseObject({
  results: z.array(
    z.looseObject({ source: z.looseObject({ path: z.string(), type: z.string().nullish() }), packages: z.array(scannedPackage) }),
  ),
});

type ScannedPackage = z.output<typeof scannedPackage>;

/**
 * OSV-Scanner's JSON (`pkg/models/results.go` of github.com/google/osv-scanner). One finding is one group: one vulnerability of one package,
 * under all of its ids. Its severity is the band of the group's highest CVSS score, which old versions do not write.
 */
export const osvScanner = defineJsonReader({
  format: 'osv-scanner',
  kind: 'findings',
  guide: {
    title: 'OSV-Scanner JSON',
    source: 'https://google.github.io/osv-scanner/output/#json',
    make: 'osv-scanner scan source --recursive --all-packages --format json --output-file osv.json .',
    selectors: [
      {
        selector: '#critical,high',
        selects: 'the vulnerabilities whose CVSS score is 7 or more; those without a score count toward each severity',
      },
      { selector: '#GHSA-8348-2q94-ffjx', selects: 'one vulnerability, by any of its ids' },
    ],
    unit: 'one vulnerability of one package (a group of ids that are aliases); one violated licence of one package',
    unproven: 'no `results`, since packages without vulnerabilities are listed with `--all-packages` alone',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const results = document['results'];
    if (!isList(results)) return 'has no list `results`';
    if (results.length === 0)
      return document['experimental_config'] === undefined ? 'has no `results`, and no `experimental_config`' : null;
    return results.every(isResult) ? null : 'has no `results` with a `source` and `packages`';
  },
  schema,
  report({ results }) {
    return {
      kind: 'findings',
      tool: { name: 'osv-scanner', version: null },
      partial: [],
      findings: results.flatMap(({ source, packages }) => packages.flatMap((each) => findingsOf(each, source.path))),
      rates: ['critical', 'high', 'medium', 'low'],
      rules: { listed: [], all: null },
      targets: results.map(({ source }) => source.path),
    };
  },
});

function isResult(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const source = value['source'];
  return isObject(source) && typeof source['path'] === 'string' && isList(value['packages']);
}

function findingsOf(
  { package: { name, version, commit }, vulnerabilities, groups, license_violations }: ScannedPackage,
  file: string,
): Finding[] {
  const listed = vulnerabilities ?? [];
  const place = version || commit ? `${name}@${version || commit}` : name;
  const weaknesses = new Map(listed.map(({ id, database_specific }) => [id, database_specific?.cwe_ids ?? []]));
  const summaries = new Map(listed.map(({ id, summary }) => [id, summary]));
  const grouped = new Set((groups ?? []).flatMap(({ ids }) => ids));
  // A vulnerability outside of all groups is a group of its own.
  const alone = listed.filter(({ id }) => !grouped.has(id)).map(({ id, aliases }) => ({ ids: [id], aliases, max_severity: undefined }));
  return [
    ...[...(groups ?? []), ...alone].map(({ ids, aliases, max_severity }) => {
      const [rule = 'unnamed', ...others] = ids;
      return {
        rule,
        aliases: [...new Set([...others, ...(aliases ?? [])])].filter((each) => each !== rule),
        severity: severityOfScore(scorePattern.test(max_severity ?? '') ? Number(max_severity) : null),
        title: summaries.get(rule) || rule,
        place,
        suppressed: false,
        weaknesses: weaknessesOf(ids.flatMap((id) => weaknesses.get(id) ?? [])),
        source: codePlace(file),
      };
    }),
    ...(license_violations ?? []).map(
      (license): Finding => ({
        rule: license,
        aliases: [],
        severity: 'unknown',
        title: `licence ${license} is not allowed`,
        place,
        suppressed: false,
        source: codePlace(file),
      }),
    ),
  ];
}
