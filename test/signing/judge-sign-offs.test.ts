import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeSignOffs, type SignOffInput } from '../../src/signing/judge-sign-offs.ts';
import { type NamedBytes, readRecords, recordHeads } from '../../src/signing/record.ts';
import { refusalWords } from '../../src/signing/record-refusal.ts';
import { auditBefore, filesOf, keptSubject, rules, world } from './sign-off-world.ts';

const files = (...names: readonly string[]) => names.flatMap(filesOf);
const judge = (given: readonly NamedBytes[], change?: Partial<SignOffInput>) => judgeSignOffs(world(given, change));

/** What one record comes to, by its name: its state, or why it does not count. */
function standing(name: string, given: readonly NamedBytes[], change?: Partial<SignOffInput>): string {
  const judged = judge(given, change).records.find(({ record }) => record.file.endsWith(`/${name}.json`));
  return judged?.standing.state === 'invalid' ? judged.standing.refusal.code : (judged?.standing.state ?? 'not there');
}

function states(given: readonly NamedBytes[], change?: Partial<SignOffInput>): string[] {
  return judge(given, change)
    .required.filter(({ state }) => state !== 'missing')
    .map(({ subject, role, state }) => `${subject}/${role ?? 'any'}: ${state}`);
}

const altered = (given: readonly NamedBytes[], name: string, alter: (text: string) => string) =>
  given.map((file) =>
    file.path.endsWith(`/${name}`) ? { ...file, bytes: Buffer.from(alter(Buffer.from(file.bytes).toString('latin1')), 'latin1') } : file,
  );

const without = (given: readonly NamedBytes[], name: string) => given.filter(({ path }) => !path.endsWith(`/${name}`));

describe('one record alone', () => {
  test.each([
    ['good', 'current'],
    ['conditions', 'current'],
    ['rejected', 'rejected'],
    ['withdrawn', 'withdrawn'],
    ['layer-of-the-role', 'current'],
    ['expired-then', 'current'],
    ['wrong-namespace', 'namespace'],
    ['other-key', 'other-person'],
    ['unlisted', 'unknown-key'],
    ['git-only', 'key-not-permitted'],
    ['expired', 'expired'],
    ['not-yet-valid', 'not-yet-valid'],
    ['revoked', 'revoked'],
    ['revoked-then', 'revoked'],
    ['role-unknown', 'role-unknown'],
    ['role-not-held', 'role-not-held'],
    ['layer-not-the-roles', 'layer-not-the-roles'],
    ['subject-unknown', 'subject-unknown'],
    ['other-release', 'other-release'],
    ['audit-before', 'stale'],
  ])('%s: %s', (name, expected) => {
    // What it names is given with it, so that nothing is missed.
    expect(standing(name, files(name, ...(['conditions', 'rejected', 'withdrawn'].includes(name) ? ['good'] : [])))).toBe(expected);
  });

  test.each([
    ['converted to CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with one byte changed', (text: string) => text.replace('09:00:00', '09:00:01')],
    ['with a space at its end', (text: string) => `${text} `],
  ])('%s: its signature does not hold', (_, alter) => {
    expect(standing('good', altered(files('good'), 'good.json', alter))).toBe('signature');
  });

  test('without its signature: unsigned', () => {
    expect(standing('good', without(files('good'), 'good.json.sig'))).toBe('unsigned');
  });

  test('with another record’s signature: its signature does not hold', () => {
    const [, other] = files('withdrawn');
    const given = files('good').map((file) => (file.path.endsWith('.sig') ? { ...file, bytes: other?.bytes ?? file.bytes } : file));
    expect(standing('good', given)).toBe('signature');
  });

  test.each([
    ['a cut', (text: string) => text.slice(0, 200)],
    ['a decision that there is not', (text: string) => text.replace('"approved"', '"APPROVED"')],
    ['a key more', (text: string) => text.replace('"role"', '"seal": "wax", "role"')],
    ['a key twice', (text: string) => text.replace('"role"', '"role": "king", "role"')],
  ])('with %s it cannot be read, is shown, and says where', (_, alter) => {
    const judged = judge(altered(files('good'), 'good.json', alter));
    expect(judged.records.map(({ standing: { state } }) => state)).toEqual(['invalid']);
    expect(judged.problems).toMatchObject([{ code: 'SIGN_OFF', severity: 'warning', file: 'results/next/sign-offs/good.json' }]);
    expect(judged.required.every(({ state }) => state === 'missing')).toBe(true);
  });

  test('no record is refused without a reason in words', () => {
    for (const name of ['wrong-namespace', 'other-key', 'expired', 'layer-not-the-roles', 'other-release', 'revoked']) {
      const [judged] = judge(files(name)).records;
      const words = judged?.standing.state === 'invalid' ? refusalWords(judged.standing.refusal) : '';
      expect(words).toMatch(/^[^.\n]{10,}/);
    }
  });
});

describe('whatever stands in the files', () => {
  const bytes = fc.uint8Array({ maxLength: 400 });

  test('is read without an exception, and says what is wrong', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a.json', 'a.json.sig', 'b.json', `${'0'.repeat(64)}.subject.json`, 'c'), bytes)),
        (given) => {
          const judged = judge(given.map(([name, content]) => ({ path: `results/next/sign-offs/${name}`, bytes: content })));
          return (
            judged.records.every(({ standing: { state } }) => state === 'invalid') &&
            judged.required.every(({ state }) => state === 'missing')
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('one changed byte of a record, or of its signature, keeps it from counting', () => {
    const good = filesOf('good');
    fc.assert(
      fc.property(fc.constantFrom(0, 1), fc.nat(), fc.integer({ min: 1, max: 255 }), (file, at, change) => {
        const given = good.map((each, index) => {
          const altered = Uint8Array.from(each.bytes);
          const place = at % altered.length;
          if (index === file) altered[place] = (altered[place] ?? 0) ^ change;
          return { ...each, bytes: altered };
        });
        return judge(given).records.every(({ standing: { state } }) => state === 'invalid');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a role’s newest record decides', () => {
  test('a rejection replaces the approval', () => {
    const given = files('good', 'rejected');
    expect([standing('good', given), standing('rejected', given)]).toEqual(['superseded', 'rejected']);
    expect(states(given)).toEqual(['release/tech-lead: rejected']);
  });

  test('an approval replaces the rejection, and both stay', () => {
    const given = files('good', 'rejected', 'approved-again');
    expect(['good', 'rejected', 'approved-again'].map((name) => standing(name, given))).toEqual(['superseded', 'superseded', 'current']);
    expect(states(given)).toEqual(['release/tech-lead: current']);
  });

  test('a record that names another is the later one, whatever time it states', () => {
    const given = files('good', 'rejected-backdated');
    expect([standing('good', given), standing('rejected-backdated', given)]).toEqual(['superseded', 'rejected']);
  });

  test('a withdrawn signature is as if it were missing', () => {
    expect(states(files('good', 'withdrawn'))).toEqual([]);
    expect(standing('good', files('good', 'withdrawn'))).toBe('superseded');
  });

  test('the order of the files changes nothing', () => {
    const given = files('good', 'rejected', 'approved-again', 'conditions');
    expect(judge([...given].reverse())).toEqual(judge(given));
  });

  test('one that is not validly signed keeps an earlier approval from counting', () => {
    const given = altered(files('good', 'rejected'), 'rejected.json', (text) => text.replace('crashed', 'was fine'));
    expect(states(given)).toEqual(['release/tech-lead: invalid']);
  });

  test('what was given for another release decides nothing and is no warning', () => {
    const judged = judge(files('good', 'other-release'));
    expect(judged.problems).toEqual([]);
    expect(states(files('good', 'other-release'))).toEqual(['release/tech-lead: current']);
  });
});

describe('required sign-offs', () => {
  test('one role signs a layer; a role that may not does not', () => {
    expect(states(files('audit', 'layer-of-the-role'))).toEqual(['code-audit/any: current', 'unit-testing/any: current']);
    expect(states(files('layer-not-the-roles'))).toEqual(['code-audit/any: invalid']);
  });

  test('a rejection by another role outweighs the approval of a layer', () => {
    expect(states(files('audit', 'audit-rejected'))).toEqual(['code-audit/any: rejected']);
  });

  test('a rejection by a role that is not required is one entry more', () => {
    expect(states(files('good', 'second-thoughts'))).toEqual(['release/tech-lead: current', 'release/security-engineer: rejected']);
  });

  test('an approval with conditions counts', () => {
    expect(states(files('good', 'conditions'))).toEqual(['release/qa-engineer: current', 'release/tech-lead: current']);
  });

  test.each([
    ['second-role-key', 'key'],
    ['second-role-person', 'person'],
  ])('one person signs for two roles (%s): the first counts', (name, shared) => {
    const given = files('good', name);
    expect(states(given)).toEqual(['release/backend-engineer: invalid', 'release/tech-lead: current']);
    expect(judge(given).records.find(({ record }) => record.file.endsWith(`/${name}.json`))?.standing).toEqual({
      state: 'invalid',
      refusal: { code: 'second-role', role: 'tech-lead', shared },
    });
  });

  test('one person may hold two roles where portal.yaml says so', () => {
    const alone = { ...rules, signOffs: { ...rules.signOffs, onePersonMayHoldSeveralRoles: true } };
    expect(states(files('good', 'second-role-key'), { rules: alone })).toEqual([
      'release/backend-engineer: current',
      'release/tech-lead: current',
    ]);
  });

  test('the second role counts once the first has withdrawn', () => {
    expect(states(files('good', 'second-role-key', 'withdrawn'))).toEqual(['release/backend-engineer: current']);
  });
});

describe('what was signed has changed', () => {
  test('the record is stale, and says what changed', () => {
    const { records, required } = judge([...files('audit-before'), keptSubject(auditBefore)]);
    expect(records[0]?.standing).toEqual({
      state: 'stale',
      changes: [
        { part: 'status', id: 'code-audit/lint', from: 'contradicted', to: 'verified' },
        { part: 'evidence', change: 'changed', file: 'lint/vet.json' },
      ],
    });
    expect(required.find(({ subject }) => subject === 'code-audit')?.state).toBe('stale');
  });

  test('where what was signed is not kept, nobody says what changed', () => {
    expect(judge(files('audit-before')).records[0]?.standing).toEqual({ state: 'stale', changes: null });
  });

  test('a kept subject that is not what its name says is not believed', () => {
    const kept = keptSubject(auditBefore);
    const { problems } = readRecords([{ ...kept, bytes: Buffer.from(Buffer.from(kept.bytes).toString().replace('lint', 'tint')) }]);
    expect(problems).toMatchObject([{ code: 'SIGN_OFF', message: 'this is not the subject that its name says' }]);
  });

  test('one changed byte of the subject makes every sign-off of it stale', () => {
    const { subjects } = world([]);
    const changed = subjects.map((subject) => ({
      ...subject,
      digest: subject.digest.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    }));
    expect(states(files('good', 'conditions'), { subjects: changed })).toEqual(['release/qa-engineer: stale', 'release/tech-lead: stale']);
  });
});

describe('a removed record', () => {
  const given = files('second-thoughts', 'after-second-thoughts');

  test('is missed by the one that names it, and no approval of its subject counts', () => {
    const judged = judge(without(given, 'second-thoughts.json'));
    expect(judged.problems.filter(({ code }) => code === 'INTEGRITY')).toMatchObject([
      { severity: 'error', file: 'results/next/sign-offs/after-second-thoughts.json' },
    ]);
    expect(states(without(given, 'second-thoughts.json'))).toEqual(['release/tech-lead: invalid']);
    expect(standing('after-second-thoughts', without(given, 'second-thoughts.json'))).toBe('record-missing');
  });

  test.each([
    ['its signature alone is removed', without(given, 'second-thoughts.json.sig')],
    ['one byte of it is changed', altered(given, 'second-thoughts.json', (text) => text.replace('leaked', 'peeked'))],
    ['its line ends are converted', altered(given, 'second-thoughts.json', (text) => text.replaceAll('\n', '\r\n'))],
  ])('is missed too where %s', (_, changed) => {
    expect(judge(changed).problems.map(({ code }) => code)).toContain('INTEGRITY');
  });

  test('is not missed where nothing else is', () => {
    expect(judge(given).problems).toEqual([]);
  });

  test('is not missed where it was withdrawn as a file', () => {
    const [first] = readRecords(filesOf('second-thoughts')).records;
    const judged = judge(files('after-second-thoughts'), { withdrawn: new Set([first?.digest ?? '']) });
    expect(judged.problems).toEqual([]);
  });

  test('a forged record that names what never was breaks nothing', () => {
    const forged = altered(files('after-second-thoughts'), 'after-second-thoughts.json', (text) => text.replace('12:00', '12:01'));
    expect(judge(forged).problems.map(({ code }) => code)).toEqual(['SIGN_OFF']);
  });
});

describe('heads', () => {
  const digestsOf = (...names: string[]) => readRecords(files(...names)).records.map(({ digest }) => digest);

  test('are the records that no other names', () => {
    expect(recordHeads(readRecords(files('good', 'rejected', 'conditions')).records)).toEqual(digestsOf('conditions', 'rejected').sort());
  });

  test('leave out what nobody signed', () => {
    expect(recordHeads(readRecords(without(files('good'), 'good.json.sig')).records)).toEqual([]);
  });
});

describe('files of a sign-offs folder', () => {
  test('that are no record are named', () => {
    const stray = [{ path: 'results/next/sign-offs/notes.txt', bytes: Buffer.from('x') }];
    expect(readRecords(stray).problems).toMatchObject([{ code: 'SIGN_OFF', message: 'this is no sign-off record' }]);
    expect(readRecords(without(files('good'), 'good.json')).problems).toMatchObject([
      { message: 'the record of this signature is not there' },
    ]);
  });

  test('with the same bytes are one record', () => {
    const [record, signature] = filesOf('good');
    const copy = [record, signature].flatMap((file) => (file ? [{ ...file, path: file.path.replace('good', 'again') }] : []));
    expect(judge([...files('good'), ...copy]).records).toHaveLength(1);
  });
});
