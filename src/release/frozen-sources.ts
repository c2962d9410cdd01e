import type { ReleaseSources } from '../assessment/assess-sources.ts';
import type { ListedFile } from '../file.ts';
import { isEvidence, portalFile, runFile, waiversFile } from '../layout.ts';

import { manifestName, snapshotName } from './manifest.ts';

/** Where a file of `content/` stands in a release: its checklist, the rules beside it, and the trust files. */
export function frozenName(path: string): string {
  if (path === portalFile || path === waiversFile) return path.replace('content/', 'checklist/');
  return path.replace('content/', '');
}

/** Names that a release keeps for itself, and that nothing in preparation may have. */
export function isKeptName(file: string): boolean {
  return file === snapshotName || file === manifestName || ['checklist', 'trust', 'withdrawn'].includes(file.split('/')[0] ?? '');
}

/** What a frozen release is assessed from: its own bytes, under the names that they had in the root. */
export function frozenSources(folder: string, files: readonly ListedFile[]): ReleaseSources {
  const checklist = files.filter(({ path }) => path.startsWith('checklist/'));
  const rules = new Map([portalFile, waiversFile].map((path) => [frozenName(path), path]));
  return {
    folder,
    results: files.filter(({ path }) => isEvidence(path) || path === runFile),
    content: checklist.map((file) => ({ ...file, path: rules.get(file.path) ?? `content/${file.path}` })),
  };
}
