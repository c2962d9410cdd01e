import type { ReleaseSources } from '../assessment/assess-sources.ts';
import { convertedLineEnds, keepLineEnds } from '../file.ts';
import { type Problem, problem } from '../problem.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';

/** Files that made a sign-off stale by nothing but their line ends: nobody changed them, Git did. */
export async function findConverted(
  records: readonly JudgedRecord[],
  { folder, results, content }: ReleaseSources,
): Promise<readonly Problem[]> {
  const files = new Map([
    ...results.map(({ path, input }) => [path, { file: `${folder}/${path}`, input }] as const),
    ...content.map(({ path, input }) => [path, { file: path, input }] as const),
  ]);
  const found = new Map<string, Problem>();
  for (const { record, standing } of records) {
    if (record.state !== 'read' || record.signed === null || standing.state !== 'stale') continue;
    for (const { file: name, digest } of [...record.signed.checklist, ...record.signed.evidence]) {
      const there = files.get(name);
      const isChanged =
        standing.changes?.some((change) => 'file' in change && change.file === name && change.change === 'changed') ?? false;
      const ends = isChanged && there !== undefined ? await convertedLineEnds(there.input, digest) : null;
      if (there === undefined || ends === null) continue;
      const message = `its lines end in ${ends} since it was signed, by Git or an editor, and nothing else of it changed`;
      found.set(there.file, problem('SIGN_OFF', { file: there.file }, message, keepLineEnds));
    }
  }
  return [...found.values()];
}
