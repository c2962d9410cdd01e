import { describe, expect, test } from 'vitest';
import type { Assessment, RequiredSignOff } from '../../src/assessment/assessment.ts';
import { withSignOffs } from '../../src/assessment/readiness.ts';
import { assessRoot, type RootParts } from './root-of.ts';

const results = { 'unit/counts.json': '{"bad": 3, "good": 0}' };
const holds = '- [x] Nothing is bad [counts](/results/next/unit/counts.json#/good "= 0")';
const fails = '- [x] Nothing is bad [counts](/results/next/unit/counts.json#/bad "= 0")';
const claimed = '- [x] Two people read it';
const notApplicable = '- [n/a] It is printed, because: nobody prints it';
const signed = '\n\n**Sign-off**: ____';
const portal = { product: 'Demo', roles: { lead: { title: 'Lead' } } };

/** The states of a root's pages and of its release, with all its sign-offs in one state. */
async function statesOf(parts: RootParts, state: RequiredSignOff['state'] = 'missing'): Promise<string[]> {
  const { assessment } = await assessRoot({ results, portal, ...parts });
  const judged = withSignOffs(
    assessment,
    assessment.signOffs.map((asked) => ({ ...asked, state })),
  );
  return [...judged.pages.map((page) => page.state), judged.state];
}

describe('a layer', () => {
  test.each<[string, string, RequiredSignOff['state'], string[]]>([
    ['whose items are verified', holds, 'missing', ['ready', 'ready']],
    ['with a claim that nobody is asked to sign', `${holds}\n${claimed}`, 'missing', ['not-ready', 'not-ready']],
    ['without an item', 'Nothing to do.', 'missing', ['not-ready', 'not-ready']],
    ['whose items do not apply', notApplicable, 'missing', ['ready', 'ready']],
    ['whose sign-off alone is missing', holds + signed, 'missing', ['ready-to-sign', 'awaiting-sign-off']],
    ['whose sign-off would attest its claims', `${holds}\n${claimed}${signed}`, 'missing', ['ready-to-sign', 'awaiting-sign-off']],
    ['whose sign-off is stale', holds + signed, 'stale', ['ready-to-sign', 'awaiting-sign-off']],
    ['that is signed', `${holds}\n${claimed}${signed}`, 'current', ['ready', 'ready']],
    ['that a role rejects', holds + signed, 'rejected', ['not-ready', 'not-ready']],
    ['that is signed against the evidence', fails + signed, 'current', ['not-ready', 'not-ready']],
    ['that is signed and has nothing', signed, 'current', ['not-ready', 'not-ready']],
    ['with an open item besides what could be signed', `${claimed}\n- [ ] It is open${signed}`, 'missing', ['not-ready', 'not-ready']],
  ])('%s', async (_, items, state, states) => {
    expect(await statesOf({ items }, state)).toEqual(states);
  });

  test('is blocked by a parent that its author marks so, whatever its parts prove', async () => {
    expect(await statesOf({ items: `- [❌] All of it\n  ${holds}` })).toEqual(['not-ready', 'not-ready']);
  });

  test('that does not block keeps the release from being ready only by a contradiction', async () => {
    const optional = { ...portal, layers: { audit: { blocking: false } } };
    const pages = { '2-more.md': `# More\n\n${holds}\n` };
    expect(await statesOf({ items: '- [ ] It is open', pages, portal: optional })).toEqual(['not-ready', 'ready', 'ready']);
    expect(await statesOf({ items: fails, pages, portal: optional })).toEqual(['not-ready', 'ready', 'not-ready']);
  });
});

describe('the gates and the release', () => {
  const page = { 'sign-off.md': '# Final\n\n**Lead**: ____\n' };
  test.each<[string, string, RequiredSignOff['state'], string[]]>([
    ['gates that are proven need no signature; the release does', holds, 'missing', ['ready', 'ready', 'not-ready', 'awaiting-sign-off']],
    ['claims of the gates wait for the roles', claimed, 'missing', ['ready', 'ready-to-sign', 'not-ready', 'awaiting-sign-off']],
    ['claims of the gates are attested by all roles', claimed, 'current', ['ready', 'ready', 'not-ready', 'ready']],
    ['a rejection outweighs what is proven', holds, 'rejected', ['ready', 'ready', 'not-ready', 'not-ready']],
  ])('%s', async (_, gates, state, states) => {
    expect(await statesOf({ items: holds, pages: { 'gates.md': `# Gates\n\n${gates}\n`, ...page } }, state)).toEqual(states);
  });

  test('what comes after the release is outside of it', async () => {
    const pages = { 'post-release.md': '# After\n\n- [ ] It is watched\n' };
    expect(await statesOf({ items: holds, pages })).toEqual(['ready', 'not-ready', 'ready']);
  });
});

describe('the verdict can change', () => {
  const staleAfter = async (parts: Partial<RootParts>): Promise<Assessment['staleAfter']> =>
    (await assessRoot({ items: `${holds}\n- [ ] It is open`, results, ...parts })).assessment.staleAfter;
  const fresh = { product: 'Demo', freshness: { default: '30 days' } };
  const waiver = (until: string, item = 'audit/all/it-is-open') => [{ item, because: 'later', until }];

  test.each<[string, Partial<RootParts>, string | null]>([
    ['never, without rules and waivers', {}, null],
    ['when what is cited passes its freshness rule', { portal: fresh }, '2026-12-23T09:00:00.000Z'],
    ['when a waiver ends, after its last day', { waivers: waiver('2026-12-01') }, '2026-12-02T00:00:00.000Z'],
    ['at the first of both', { portal: fresh, waivers: waiver('2026-12-01') }, '2026-12-02T00:00:00.000Z'],
    ['not when a waiver ends that no item needs', { waivers: waiver('2026-12-01', 'audit/all/nothing-is-bad') }, null],
    ['not when a waiver ended before', { waivers: waiver('2026-11-01') }, null],
    ['not by what is stale already', { portal: fresh, now: new Date('2027-01-01T00:00:00Z') }, null],
  ])('%s', async (_, parts, expected) => {
    expect(await staleAfter(parts)).toBe(expected);
  });
});
