import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findRelease } from '../../src/disk/find-releases.ts';
import { loadRoot } from '../../src/disk/root.ts';
import {
  type AttestedRelease,
  attestationOf,
  attestationText,
  ReleaseAttestation,
  releaseAttestation,
} from '../../src/publish/attestation.ts';
import { openRelease } from '../../src/release/history.ts';
import { judgeFrozen } from '../../src/release/signed-release.ts';
import { currentRuleSet } from '../../src/release/snapshot.ts';
import { Statement, SvrStatement } from '../../src/signing/in-toto.ts';
import { judgeSignOffs } from '../../src/signing/judge-sign-offs.ts';
import { commit, makeRoot, readiness } from '../cli/run.ts';
import { filesOf, world } from '../signing/sign-off-world.ts';

const digest = (digit: string) => digit.repeat(64);

async function released(files: Readonly<Record<string, string>> = {}): Promise<AttestedRelease> {
  const outcome = await loadRoot(makeRoot(files), new Date('2026-11-24T12:00:00Z'));
  if (outcome.state === 'refused') throw new Error('the root is refused');
  return {
    assessment: outcome.value.assessment,
    signOffs: [],
    snapshot: digest('5'),
    ruleSet: currentRuleSet,
    policies: [{ file: 'checklist/portal.yaml', digest: digest('6') }],
  };
}

const propertiesOf = (release: AttestedRelease) => releaseAttestation(release).predicate.properties;

describe('the statement of a release', () => {
  test('is a Simple Verification Result about its snapshot and its commit', async () => {
    const statement = releaseAttestation(await released());
    expect(ReleaseAttestation.parse(statement)).toEqual(statement);
    expect(SvrStatement.safeParse(statement).success && Statement.safeParse(statement).success).toBe(true);
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: 'snapshot.json', digest: { sha256: digest('5') } },
        { name: 'Teapot', digest: { gitCommit: commit } },
      ],
      predicateType: 'https://in-toto.io/attestation/svr/v0.2',
      predicate: {
        verifier: {
          id: `urn:readiness-portal:rule-set:${currentRuleSet}`,
          policies: [{ name: 'checklist/portal.yaml', digest: { sha256: digest('6') } }],
        },
        timeCreated: '2026-11-24T12:00:00.000Z',
        properties: [
          'READINESS_ITEM_VERIFIED:tests/all/tests-pass',
          'READINESS_LAYER_READY:tests',
          'READINESS_NOTHING_CONTRADICTED',
          'READINESS_RELEASE_READY',
        ],
      },
    });
  });

  test('says of each property which files it rests on', async () => {
    const release = await released();
    const { predicate } = releaseAttestation(release);
    expect(predicate.readinessEvidence.map(({ property }) => property)).toEqual(predicate.properties);
    const [source] = release.assessment.pages.flatMap(({ sections }) => sections[0]?.items[0]?.citations[0]?.sources ?? []);
    expect(predicate.readinessEvidence[0]?.evidence).toEqual([{ name: 'unit/junit.xml', digest: { sha256: source?.digest } }]);
  });

  test('follows what an item links to in the checklist', async () => {
    const gates = '# Gates\n\n- [x] Tests hold [tests](/content/checklist/1-tests.md#all)\n';
    const { predicate } = releaseAttestation(await released({ 'content/checklist/gates.md': gates }));
    const proof = predicate.readinessEvidence.find(({ property }) => property === 'READINESS_ITEM_VERIFIED:gates/tests-hold');
    expect(proof?.evidence.map(({ name }) => name)).toEqual(['unit/junit.xml']);
  });

  test('claims nothing of what fails: the property is missing', async () => {
    const failing = '<testsuite tests="1"><testcase classname="a" name="b"><failure/></testcase></testsuite>';
    expect(propertiesOf(await released({ 'results/next/unit/junit.xml': failing }))).toEqual([]);
  });

  test('claims nothing of what nobody measured', async () => {
    const open = '# Tests\n\n- [x] Tests pass\n';
    expect(propertiesOf(await released({ 'content/checklist/1-tests.md': open }))).toEqual([]);
  });

  test('says what was signed, by its records, at the time of the last signature', async () => {
    const judged = judgeSignOffs(world(['good', 'audit'].flatMap(filesOf)));
    const release = await released();
    const signed = { ...release, signOffs: judged.records, assessment: { ...release.assessment, signOffs: judged.required } };
    const late = { ...signed, assessment: { ...signed.assessment, assessedAt: '2026-11-01T00:00:00.000Z' } };
    const { predicate } = releaseAttestation(late);
    // Of the release two roles have not signed yet.
    expect(predicate.properties.filter((property) => property.includes('SIGNED'))).toEqual(['READINESS_SIGNED_OFF:code-audit']);
    expect(predicate.readinessEvidence.find(({ property }) => property.includes('SIGNED'))?.evidence.map(({ name }) => name)).toEqual([
      'sign-offs/audit.json',
    ]);
    expect(predicate.timeCreated).toBe('2026-11-23T09:00:00.000Z');
  });

  test('leaves out a commit that is no digest', async () => {
    const release = await released();
    expect(releaseAttestation({ ...release, assessment: { ...release.assessment, commit: 'c0ffee' } }).subject).toHaveLength(1);
  });

  test('is the same text for the same release, and ends with a line feed', async () => {
    const release = await released();
    const text = attestationText(releaseAttestation(release));
    expect(attestationText(releaseAttestation({ ...release, policies: [...release.policies] }))).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('of a release that another rule set made says who signed it, and nothing that was not rechecked', async () => {
    const foreign = releaseAttestation({ ...(await released()), ruleSet: currentRuleSet + 1 });
    expect(foreign.predicate.properties).toEqual([]);
    expect(releaseAttestation(await released()).predicate.properties.length).toBeGreaterThan(0);
  });

  test('of a frozen release names its snapshot and its checklist', async () => {
    const root = makeRoot();
    expect(readiness('snapshot', '1.0.0', '--root', root, '--now', '2026-11-24T12:00:00Z').code).toBe(0);
    const release = await openRelease(
      await findRelease({ absolute: join(root, 'results/1.0.0'), version: '1.0.0', folder: 'results/1.0.0' }),
    );
    if (release.integrity === 'broken') throw new Error('the release is broken');
    const { subject, predicate } = attestationOf(release, (await judgeFrozen(release, { state: 'read', keys: new Set() })).signed);
    expect(subject[0]?.digest).toEqual({ sha256: release.digest });
    expect(predicate.verifier.policies.map(({ name }) => name)).toEqual(['checklist/1-tests.md', 'checklist/portal.yaml']);
    expect(predicate.properties).toContain('READINESS_RELEASE_READY');
  });

  test('has a JSON Schema', () => {
    expect(z.toJSONSchema(ReleaseAttestation)).toMatchObject({
      type: 'object',
      required: ['_type', 'subject', 'predicateType', 'predicate'],
    });
  });
});
