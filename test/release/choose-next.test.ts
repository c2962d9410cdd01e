import { expect, test } from 'vitest';
import type { ArchivedNext } from '../../src/release/archived-next.ts';
import { chooseNext } from '../../src/release/choose-next.ts';
import type { FoundFile } from '../../src/release/integrity.ts';

function file(name: string, digest: string): FoundFile {
  return { kind: 'file', file: name, size: 1, digest, input: { path: name, size: 1, chunks: async function* () {} } };
}

interface Prepared {
  readonly committed?: string;
  readonly assessedAt?: string;
  readonly version?: string;
  readonly isBare?: boolean;
  readonly signOffs?: readonly FoundFile[];
}

function prepared({
  committed,
  assessedAt = '2026-11-24T12:00:00Z',
  version = '1.0.0',
  isBare = false,
  signOffs = [],
}: Prepared): ArchivedNext {
  const files = [file('checklist/1-tests.md', '1'), file('run.json', '2'), ...(isBare ? [] : [file('unit/junit.xml', '3')])];
  return { files, signOffs, run: { product: 'Teapot', version, committed }, assessedAt };
}

const [early, late] = ['2026-11-20T00:00:00Z', '2026-11-20T02:00:00+01:00'];

test.each<[string, Prepared, Prepared, 'older' | 'without-evidence' | null]>([
  ['of a later commit', { committed: late }, { committed: early }, null],
  ['of an earlier commit', { committed: early }, { committed: late }, 'older'],
  ['of an earlier commit, and assessed later', { committed: early, assessedAt: '2026-11-25T00:00:00Z' }, { committed: late }, 'older'],
  ['of the same commit, and assessed later', { committed: early, assessedAt: '2026-11-25T00:00:00Z' }, { committed: early }, null],
  ['of the same commit, and assessed earlier', { committed: early, assessedAt: '2026-11-23T00:00:00Z' }, { committed: early }, 'older'],
  ['of the same commit and instant', { committed: early }, { committed: early }, null],
  ['that does not say of when it is', {}, { committed: early }, 'older'],
  ['that says of when it is, unlike the other', { committed: early }, {}, null],
  ['where neither says of when it is, by when it was assessed', { assessedAt: '2026-11-23T00:00:00Z' }, {}, 'older'],
  ['of a later commit, without evidence', { committed: late, isBare: true }, { committed: early }, 'without-evidence'],
  ['without evidence as the other', { committed: late, isBare: true }, { committed: early, isBare: true }, null],
])('a root %s', (_, own, published, because) => {
  const chosen = chooseNext(prepared(own), prepared(published), false);
  expect(chosen.state === 'read' && chosen.value).toMatchObject({ because, from: because === null ? 'own' : 'published' });
});

test('a person may say that an older one counts, and never that nothing does', () => {
  const chosen = (own: Prepared) => {
    const outcome = chooseNext(prepared(own), prepared({ committed: late }), true);
    return outcome.state === 'read' && outcome.value.from;
  };
  expect([chosen({ committed: early }), chosen({ committed: early, isBare: true })]).toEqual(['own', 'published']);
});

test('sign-offs of both stay where they are of one version, and none is another', () => {
  const [one, two] = [file('sign-offs/one.json', 'a'), file('sign-offs/two.json', 'b')];
  const signOffs = (own: Prepared, published: Prepared) => {
    const outcome = chooseNext(prepared(own), prepared(published), false);
    return outcome.state === 'read' ? outcome.value.next.signOffs.map((each) => each.file) : outcome.problems.map(({ code }) => code);
  };
  expect(signOffs({ signOffs: [two] }, { signOffs: [one, two] })).toEqual([one.file, two.file]);
  expect(signOffs({ version: '1.1.0', signOffs: [two] }, { signOffs: [one] })).toEqual([two.file]);
  expect(signOffs({ signOffs: [{ ...one, digest: 'c' }] }, { signOffs: [one] })).toEqual(['INTEGRITY']);
});
