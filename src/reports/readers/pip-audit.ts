import { z } from 'zod';
import { distinctFindings } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import type { JsonValue } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const dependency = z.object({
  name: z.string().min(1),
  version: z.string().optional(),
  /** Absent where the dependency was skipped. */
  vulns: z
    .array(z.object({ id: z.string().min(1), aliases: z.array(z.string()).optional(), description: z.string().nullish() }))
    .optional(),
});

const withFixes = z.object({ dependencies: z.array(dependency) });

/**
 * pip-audit's JSON (`pip_audit/_format/json.py` of github.com/pypa/pip-audit): `dependencies` and `fixes`, before 2.0 the dependencies
 * alone. One finding is one vulnerability; pip-audit gives no severity.
 */
export const pipAudit = defineJsonReader({
  format: 'pip-audit',
  kind: 'findings',
  guide: {
    title: 'pip-audit JSON',
    source: 'https://github.com/pypa/pip-audit#usage',
    make: 'pip-audit --requirement requirements.txt --format json --output pip-audit.json',
    selectors: [
      { selector: '#PYSEC-2021-439', selects: 'one vulnerability, by its id or an alias such as its CVE' },
      { selector: '#CVE-*', selects: 'the vulnerabilities with an id or alias that matches' },
    ],
    unit: 'one vulnerability, however many packages have it; pip-audit gives no severity, so each counts toward every severity',
    unproven: 'packages that were skipped; no package that was audited; a severity, which pip-audit cannot give',
  },
  unlike(document) {
    const listed = isObject(document) && isList(document['fixes']) ? document['dependencies'] : document;
    if (!isList(listed)) return 'is no JSON list, and no `dependencies` with `fixes`';
    if (isList(document) && document.length === 0) return 'is an empty list, which names no tool';
    return listed.every(isDependency) ? null : 'lists what has neither `vulns` nor `skip_reason`';
  },
  schema: z.unknown(),
  report(document, { path }) {
    const all = Array.isArray(document)
      ? checkShape(z.array(dependency), document, path)
      : checkShape(withFixes, document, path).dependencies;
    const packages = all.flatMap(({ name, version, vulns }) => (vulns === undefined ? [] : { package: `${name}@${version ?? ''}`, vulns }));
    const count = all.length - packages.length;
    return {
      kind: 'findings',
      tool: { name: 'pip-audit', version: null },
      partial: count === 0 ? [] : [{ code: 'tool-errors', count }],
      findings: distinctFindings(
        packages.flatMap(({ package: place, vulns }) =>
          vulns.map(({ id, aliases = [], description }) => ({
            rule: id,
            aliases,
            severity: 'unknown',
            title: description?.split('\n', 1)[0] || id,
            place,
            suppressed: false,
          })),
        ),
      ),
      rates: [],
      rules: { listed: [], all: null },
      targets: packages.map((each) => each.package),
    };
  },
});

function isDependency(value: JsonValue): boolean {
  if (!isObject(value) || typeof value['name'] !== 'string') return false;
  return typeof value['skip_reason'] === 'string' || (typeof value['version'] === 'string' && isList(value['vulns']));
}
