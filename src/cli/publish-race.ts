import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { Archive, ArchiveTip } from '../remote/archive.ts';
import { type MadeFiles, type Publishing, publishToArchive } from '../remote/publish-to-archive.ts';
import { tell } from './print.ts';
import { type Step, withProgress } from './progress.ts';

/** How long a publisher goes on that others are ahead of, in milliseconds: fifty of them may be at it at once. */
const patience = 30 * 60_000;

/** Publishes what is made for an archive as it stands, and says what it does, and where another publisher was first. */
export function publishInTurn(
  archive: Archive,
  json: boolean,
  make: (tip: ArchiveTip | null, step: Step) => Promise<Reading<MadeFiles>>,
): Promise<Reading<string | null>> {
  const onOvertaken = () => tell(`Another publisher was first: beginning again with what ${archive.name} has now.`);
  return withProgress(json, (step) => {
    step(`Reading ${archive.name}`);
    const makeInSteps: Publishing['make'] = async (tip) => {
      step('Merging with what is published');
      const made = await make(tip, step);
      step(`Writing ${archive.name}`);
      return made;
    };
    return publishToArchive(archive, { make: makeInSteps, onOvertaken, patience });
  });
}

/** Where something was published and as what, for programs: what is null has been there before. */
export function publishedAs({ kind, name }: Archive, id: string | null) {
  return kind === 'branch' ? { branch: name, commit: id } : { bucket: name, build: id };
}

/** What did not happen, where an archive has all of it already. */
export function nothingMade({ kind }: Archive): string {
  return kind === 'branch' ? 'no commit' : 'nothing is written';
}

/** What keeps a part of a site from being published: there is no site that it could be a part of. */
export function nothingThere(file: string): Problem {
  return problem('ENVIRONMENT', { file }, 'no site is published there', 'publish the site first');
}
