import type { FileDigest } from '../file.ts';
import { type Problem, problem } from '../problem.ts';

/** The digests of all files of a release, as `sha256sum` writes them. */
export const manifestName = 'MANIFEST.sha256';
/** The frozen assessment of a release. */
export const snapshotName = 'snapshot.json';
/** What lists need of a release. It is published beside it; in a root it says that the release was brought without its result files. */
export const rowName = 'row.json';

/** `MANIFEST.sha256`: what `sha256sum` would print for the files, sorted by the bytes of their names; `sha256sum -c` checks it. */
export function formatManifest(files: readonly FileDigest[]): string {
  return [...files]
    .sort((a, b) => compareBytes(a.file, b.file))
    .map(({ file, digest }) => `${/[\\\n\r]/.test(file) ? '\\' : ''}${digest}  ${escapeName(file)}\n`)
    .join('');
}

/** A manifest, or what is wrong with it. */
export type ManifestOutcome =
  | { readonly state: 'read'; readonly files: readonly FileDigest[] }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** Reads the manifest of a release in exactly the form that `formatManifest` gives it. Anything else was not written by this tool. */
export function parseManifest(text: string, file: string): ManifestOutcome {
  const listed = parseListing(text, file);
  if (listed.state === 'refused' || listed.files.some((each) => each.file === snapshotName)) return listed;
  return { state: 'refused', problems: [problem('INTEGRITY', { file }, `it does not list ${snapshotName}`)] };
}

/** Reads a list of files and their digests in that form: the manifest of what is in preparation lists no snapshot. */
export function parseListing(text: string, file: string): ManifestOutcome {
  const problems: Problem[] = [];
  const files: FileDigest[] = [];
  const lines = text.split('\n');
  if (lines.pop() !== '') problems.push(problem('INTEGRITY', { file, line: lines.length + 1, column: 1 }, 'the last line does not end'));
  for (const [index, line] of lines.entries()) {
    const entry = parseLine(line);
    const before = files.at(-1);
    const place = { file, line: index + 1, column: 1 };
    if (entry === null) problems.push(problem('INTEGRITY', place, 'this is no line of a manifest: a digest, two spaces and a file name'));
    else if (before !== undefined && compareBytes(before.file, entry.file) >= 0) {
      problems.push(problem('INTEGRITY', place, `${JSON.stringify(entry.file)} stands twice or out of order`));
    } else files.push(entry);
  }
  return problems.length > 0 ? { state: 'refused', problems } : { state: 'read', files };
}

/** Orders names by their UTF-8 bytes, as `LC_ALL=C sort` does. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function parseLine(line: string): FileDigest | null {
  const match = /^(\\?)([0-9a-f]{64}) {2}(.+)$/s.exec(line);
  const [, escaped, digest, written] = match ?? [];
  if (digest === undefined || written === undefined) return null;
  const file = written.replace(/\\([\\nr])/g, (_, sign: string) => ({ n: '\n', r: '\r' })[sign] ?? '\\');
  const canonical = escapeName(file) === written && (escaped === '\\') === (written !== file);
  return canonical && isBelow(file) ? { file, digest } : null;
}

/** A path below the release's folder, of a file that a manifest may list. */
function isBelow(file: string): boolean {
  const parts = file.split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..') && parts[0] !== 'withdrawn' && file !== manifestName;
}

/** As coreutils 9 escapes a name, where it holds what would break the line. */
function escapeName(file: string): string {
  return file.replace(/[\\\n\r]/g, (sign) => ({ '\n': '\\n', '\r': '\\r' })[sign] ?? '\\\\');
}
