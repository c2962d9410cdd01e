import { countFindings, distinctVulnerabilities, type MadeVulnerability, madeVulnerabilities } from '../../reports/generated.ts';

const words = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Negligible', unknown: 'Unknown' };

/** What is ignored is listed apart, also where other matches of the same id are not. */
export const generated = madeVulnerabilities({ suppresses: true }).map((made) => {
  const active = made.filter(({ suppressed }) => !suppressed);
  const ignored = made.filter(({ suppressed }) => suppressed);
  return {
    content: JSON.stringify({
      matches: active.map(matchOf),
      ...(ignored.length === 0
        ? {}
        : {
            ignoredMatches: ignored.map((each) => ({ ...matchOf(each), appliedIgnoreRules: [{ vulnerability: each.id, namespace: '' }] })),
          }),
      source: { type: 'image', target: { userInput: 'example/web:1.0.0', imageID: 'sha256:0', layers: [] } },
      distro: { name: '', version: '', idLike: null },
      descriptor: { name: 'grype', version: '0.121.2' },
    }),
    counts: countFindings([...distinctVulnerabilities(active), ...distinctVulnerabilities(ignored)]),
  };
});

function matchOf({ id, severity, component }: MadeVulnerability) {
  return {
    vulnerability: { id, namespace: 'github:language:javascript', severity: words[severity], urls: [], cvss: [] },
    relatedVulnerabilities: [{ id: `OTHER-${id}`, namespace: 'nvd:cpe' }],
    matchDetails: [],
    artifact: { id: '0', name: component, version: '1.0.0', type: 'npm', locations: [] },
  };
}
