import { countFindings, distinctVulnerabilities, madeVulnerabilities } from '../../reports/generated.ts';

const ids = ['GHSA-aaaa-bbbb-0001', 'GHSA-aaaa-bbbb-0002', 'GHSA-aaaa-bbbb-0003', 'deprecation'];
const words = { critical: 'critical', high: 'high', medium: 'moderate', low: 'low', info: 'info', unknown: 'none' };

/** One advisory of GitHub has another number for each package; a deprecation is moderate. */
export const generated = madeVulnerabilities({ ids, rated: ['critical', 'high', 'medium', 'low', 'info'] }).map((made) => {
  const lines = made.map(({ id, severity, component }, index) => ({
    value: component,
    children:
      id === 'deprecation'
        ? { ID: `${component} (deprecation)`, Issue: 'Please upgrade', Severity: 'moderate', ...trees }
        : { ID: 1000 + index, Issue: 'Bad', URL: `https://github.com/advisories/${id}`, Severity: words[severity], ...trees },
  }));
  const nothing = { type: 'info', name: 0, displayName: 'YN0001', indent: '', data: 'No audit suggestions' };
  return {
    content: (made.length === 0 ? [nothing] : lines).map((each) => `${JSON.stringify(each)}\n`).join(''),
    counts: countFindings([
      ...distinctVulnerabilities(made.filter(({ id }) => id !== 'deprecation')),
      ...made
        .filter(({ id }) => id === 'deprecation')
        .map(({ component }) => ({ rule: `${component} (deprecation)`, severity: 'medium' as const, suppressed: false })),
    ]),
  };
});

const trees = { 'Vulnerable Versions': '<4.38.0', 'Tree Versions': ['4.37.2'], Dependents: ['demo@workspace:.'] };
