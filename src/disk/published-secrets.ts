import type { ListedFile } from '../file.ts';
import { errors, type Problem } from '../problem.ts';
import { type AllowedSecret, findSecrets, secretProblems } from '../secrets/find-secrets.ts';
import type { Publication } from './releases.ts';

/**
 * The secrets in files that are about to be published. One that `portal.yaml` allows is a warning that gives its reason, every other one refuses the
 * file.
 *
 * @param folder What stands before their paths, for problems; empty where they are from the root.
 */
export async function findSecretsIn(files: readonly ListedFile[], folder: string, allowed: readonly AllowedSecret[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, input } of files) {
    problems.push(...secretProblems(folder === '' ? path : `${folder}/${path}`, await findSecrets(input), allowed));
  }
  return problems;
}

/**
 * The secrets in frozen releases that nobody allowed: they leave a release by `withdraw` alone. The same bytes are looked through once.
 *
 * @param made Versions that are to be published anew: the others were looked through by the same rules before.
 */
export async function findReleaseSecrets(
  { chain }: Publication,
  made: ReadonlySet<string>,
  allowed: readonly AllowedSecret[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const release of chain.filter(({ version }) => made.has(version))) {
    for (const entry of release.found.entries) {
      if (entry.kind !== 'file' || seen.has(entry.digest)) continue;
      seen.add(entry.digest);
      const hint = `run: npx readiness-portal withdraw ${release.version} ${entry.file} --because "…", and revoke the secret`;
      problems.push(...errors(secretProblems(`${release.found.folder}/${entry.file}`, await findSecrets(entry.input), allowed, hint)));
    }
  }
  return problems;
}
