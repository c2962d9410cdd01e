import { Portal } from '../checklist/portal.ts';
import { readYaml } from '../checklist/yaml.ts';
import { allowedSignersFile, portalFile, revokedKeysFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { parseAllowedSigners, parseRevokedKeys } from './allowed-signers.ts';
import type { SigningRules, Trust } from './permission.ts';
import { canonicalDigest } from './subject.ts';

/** The texts of the trust files; null for a file that is not there. */
export interface TrustTexts {
  readonly allowedSigners: string | null;
  readonly revokedKeys: string | null;
}

/** The trust files of an earlier commit, by which alone sign-offs are to count. */
export interface EarlierTrust extends TrustTexts {
  /** As it was asked for: `origin/main`. */
  readonly ref: string;
  /** The text of its `content/portal.yaml`. */
  readonly portal: string | null;
}

/** The rules where there are none to be read: nobody holds a role. */
export const noRules: SigningRules = {
  roles: {},
  signOffs: { layers: 'required', release: 'required', onePersonMayHoldSeveralRoles: false },
};

/** Who may sign, and the problems of the files that say so. */
export interface TrustReading {
  readonly trust: Trust;
  readonly rules: SigningRules;
  readonly problems: readonly Problem[];
}

/** Reads the trust files. Without them nobody's key counts. */
export function readTrust(texts: TrustTexts, rules: SigningRules): TrustReading {
  const allowed = parseAllowedSigners(texts.allowedSigners ?? '', allowedSignersFile);
  const revoked = parseRevokedKeys(texts.revokedKeys ?? '', revokedKeysFile);
  return {
    trust: { allowed: allowed.state === 'read' ? allowed.value : [], revoked: revoked.state === 'read' ? revoked.value : new Set() },
    rules,
    problems: [allowed, revoked].flatMap((outcome) => (outcome.state === 'refused' ? outcome.problems : [])),
  };
}

/**
 * The trust of an earlier commit, so that a change cannot bring the key, or the role, that it is signed with. A revocation counts in
 * whichever of the two it stands, and a sign-off is required where either asks for it.
 */
export function readEarlierTrust(earlier: EarlierTrust, texts: TrustTexts, rules: SigningRules): TrustReading {
  const now = readTrust(texts, rules);
  const then = readTrust(earlier, rulesOf(earlier));
  const stricter = (part: 'layers' | 'release') =>
    now.rules.signOffs[part] === 'required' || then.rules.signOffs[part] === 'required' ? 'required' : 'optional';
  const changed = [
    ...(earlier.allowedSigners === texts.allowedSigners ? [] : [allowedSignersFile]),
    ...(earlier.revokedKeys === texts.revokedKeys ? [] : [revokedKeysFile]),
    ...(isSame(then.rules, now.rules) ? [] : [portalFile]),
  ];
  return {
    trust: { allowed: then.trust.allowed, revoked: new Set([...then.trust.revoked, ...now.trust.revoked]) },
    rules: { roles: then.rules.roles, signOffs: { ...then.rules.signOffs, layers: stricter('layers'), release: stricter('release') } },
    problems: [
      ...now.problems,
      ...then.problems.map((each) => ({ ...each, file: `${earlier.ref}:${each.file}` })),
      ...changed.map((file) =>
        problem('TRUST_CHANGED', { file }, `trust files changed since ${earlier.ref}: sign-offs are judged as of then`),
      ),
    ],
  };
}

/** The rules of a `portal.yaml` that may be missing or broken. */
function rulesOf({ portal }: EarlierTrust): SigningRules {
  const outcome = readYaml(portal ?? '', portalFile, Portal);
  return outcome.state === 'read' ? outcome.value : noRules;
}

function isSame(a: SigningRules, b: SigningRules): boolean {
  const digest = ({ roles = {}, signOffs }: SigningRules) => canonicalDigest({ roles, signOffs }).digest;
  return digest(a) === digest(b);
}
