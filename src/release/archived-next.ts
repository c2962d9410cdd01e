import { nextFolder, portalFile, runFile, signOffFolder, trustFolder, waiversFile } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { ReleaseRun } from '../reports/run.ts';
import { frozenName, isKeptName } from './frozen-sources.ts';
import type { FoundFile } from './integrity.ts';

/** The release in preparation with all that its site is made from, as a site keeps it: so that whoever has the site can make it again. */
export interface ArchivedNext {
  /** What its manifest lists: its results, its checklist, the rules beside it, and the trust files. Not its guide: those pages are code. */
  readonly files: readonly FoundFile[];
  /** Its sign-off records and their signatures, under `sign-offs/`. */
  readonly signOffs: readonly FoundFile[];
  /** What its `run.json` says. */
  readonly run: ReleaseRun;
  /** When it was assessed; of a root, now. */
  readonly assessedAt: string;
}

/** The name of a file of a root among those of what is in preparation; null for what is none of them, as sign-offs are. */
export function archivedName(path: string): string | null {
  if (path.startsWith('content/')) return frozenName(path);
  const below = path.startsWith(`${nextFolder}/`) ? path.slice(nextFolder.length + 1) : null;
  return below === null || isKeptName(below) || below.startsWith(`${signOffFolder}/`) ? null : below;
}

/** Where a file of what is in preparation stands in a root. */
export function rootPath(name: string): string {
  const rules = [portalFile, waiversFile].find((file) => frozenName(file) === name);
  if (rules !== undefined) return rules;
  const top = name.split('/')[0];
  if (top === 'trust') return name.replace('trust', trustFolder);
  return top === 'checklist' ? `content/${name}` : `${nextFolder}/${name}`;
}

/** Reads the `run.json` of what is in preparation. */
export async function readArchivedRun(files: readonly FoundFile[], folder: string): Promise<Reading<ReleaseRun>> {
  const file = `${folder}/${runFile}`;
  const found = files.find((each) => each.file === runFile);
  const chunks: Uint8Array[] = [];
  if (found !== undefined) for await (const chunk of found.input.chunks()) chunks.push(chunk);
  const checked = ReleaseRun.safeParse(parsed(Buffer.concat(chunks).toString()));
  if (checked.success) return { state: 'read', value: checked.data, problems: [] };
  return { state: 'refused', problems: [problem('INTEGRITY', { file }, 'it does not say which release is in preparation', replaceHint)] };
}

const replaceHint = 'publish it anew in its place: npx readiness-portal publish --branch … --replace';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Files of two places together, sorted. Two of one name with other bytes are a problem: records are never changed. */
export function uniteFiles(own: readonly FoundFile[], others: readonly FoundFile[], folder: string): Reading<readonly FoundFile[]> {
  const united = new Map(own.map((each) => [each.file, each]));
  const problems: Problem[] = [];
  for (const each of others) {
    const same = united.get(each.file);
    if (same === undefined) united.set(each.file, each);
    else if (same.digest !== each.digest) {
      const message = `here its SHA-256 is ${same.digest}, and published it is ${each.digest}`;
      problems.push(problem('INTEGRITY', { file: `${folder}/${each.file}` }, message));
    }
  }
  if (problems.length > 0) return { state: 'refused', problems };
  return { state: 'read', value: [...united.values()].sort((a, b) => compareText(a.file, b.file)), problems: [] };
}
