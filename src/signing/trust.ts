import { Portal } from '../checklist/portal.ts';
import { readYaml } from '../checklist/yaml.ts';
import { allowedSignersFile, portalFile, revokedKeysFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Found, Reading } from '../reading.ts';
import { joinRevocations, parseAllowedSigners, type Revocations, readRevocations } from './allowed-signers.ts';
import type { SigningRules, Trust } from './permission.ts';
import { canonicalDigest } from './subject.ts';

/** The text of a trust file; null for one that is not there. */
export type TrustText = Reading<string | null>;

/** The trust files of a root, as texts. */
export interface TrustTexts {
  readonly allowedSigners: TrustText;
  readonly revokedKeys: TrustText;
}

/** The trust files of an earlier commit, by which alone sign-offs are to count. */
export interface EarlierTrust extends TrustTexts {
  /** As it was asked for: `origin/main`. */
  readonly ref: string;
  /** The text of its `content/portal.yaml`. */
  readonly portal: TrustText;
}

/** Who may sign, and what. */
export interface SigningAuthority {
  readonly trust: Trust;
  readonly rules: SigningRules;
}

/** What a list of allowed signers says, and which keys are revoked whatever it says. */
export interface TrustSources {
  readonly allowedSigners: TrustText;
  /** Where that list stands, for problems. */
  readonly allowedSignersFile: string;
  readonly revocations: Revocations;
}

/** The rules where there are none to be read: nobody holds a role. */
export const noRules: SigningRules = {
  roles: {},
  signOffs: { layers: 'required', release: 'required', onePersonMayHoldSeveralRoles: false },
};

/** The trust files of a root, as `readAuthority` takes them. */
export function trustSources({ allowedSigners, revokedKeys }: TrustTexts): TrustSources {
  return { allowedSigners, allowedSignersFile, revocations: readRevocations(revokedKeys, revokedKeysFile) };
}

/** Reads who may sign. Without a list of allowed signers, or with one that is refused, nobody's key counts. */
export function readAuthority(
  { allowedSigners, allowedSignersFile: file, revocations }: TrustSources,
  rules: SigningRules,
): Found<SigningAuthority> {
  const allowed = allowedSigners.state === 'refused' ? allowedSigners : parseAllowedSigners(allowedSigners.value ?? '', file);
  return {
    value: { trust: { allowed: allowed.state === 'read' ? allowed.value : [], revocations }, rules },
    problems: [...(allowed.state === 'refused' ? allowed.problems : []), ...(revocations.state === 'unknown' ? revocations.problems : [])],
  };
}

/**
 * The authority of an earlier commit, so that a change cannot bring the key, or the role, that it is signed with. A revocation counts in
 * whichever of the two it stands, and a sign-off is required where either asks for it.
 */
export function readEarlierAuthority(earlier: EarlierTrust, sources: TrustSources, rules: SigningRules): Found<SigningAuthority> {
  const earlierSources = trustSources(earlier);
  const now = readAuthority(sources, rules);
  const then = readAuthority(earlierSources, rulesOf(earlier));
  const stricter = (part: 'layers' | 'release') =>
    [now, then].some(({ value }) => value.rules.signOffs[part] === 'required') ? 'required' : 'optional';
  const changed = [
    ...(isSame(earlier.allowedSigners, sources.allowedSigners) ? [] : [allowedSignersFile]),
    ...(revoke(earlierSources.revocations) === revoke(sources.revocations) ? [] : [revokedKeysFile]),
    ...(ruleDigest(then.value.rules) === ruleDigest(now.value.rules) ? [] : [portalFile]),
  ];
  const { roles, signOffs } = then.value.rules;
  return {
    value: {
      trust: { allowed: then.value.trust.allowed, revocations: joinRevocations(earlierSources.revocations, sources.revocations) },
      rules: { roles, signOffs: { ...signOffs, layers: stricter('layers'), release: stricter('release') } },
    },
    problems: [
      ...now.problems,
      ...then.problems.map((each): Problem => ({ ...each, file: `${earlier.ref}:${each.file}` })),
      ...changed.map((file) =>
        problem('TRUST_CHANGED', { file }, `trust files changed since ${earlier.ref}: sign-offs are judged as of then`),
      ),
    ],
  };
}

/** The rules of a `portal.yaml` that may be missing or broken. */
function rulesOf({ portal }: EarlierTrust): SigningRules {
  const outcome = readYaml((portal.state === 'read' ? portal.value : null) ?? '', portalFile, Portal);
  return outcome.state === 'read' ? outcome.value : noRules;
}

function isSame(a: TrustText, b: TrustText): boolean {
  return a.state === 'read' && b.state === 'read' && a.value === b.value;
}

/** What a list revokes, as a text to compare it by. */
function revoke(revocations: Revocations): string {
  return revocations.state === 'read' ? [...revocations.keys].sort().join('\n') : 'unknown';
}

function ruleDigest({ roles = {}, signOffs }: SigningRules): string {
  return canonicalDigest({ roles, signOffs }).digest;
}
