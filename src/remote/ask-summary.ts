import { lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Answer } from '../publish/portfolio/judge-summary.ts';
import { isNamedByAddress } from '../publish/portfolio/portfolio-file.ts';
import { summaryAddress } from '../publish/summary-document.ts';

/** The longest answer that is read, in bytes: a summary has a few hundred. */
const longest = 64 * 1024;

/** How many sites are asked at once. */
const atOnce = 32;

/** How sites are asked. */
export interface Asking {
  /** Where the folders of sites are named from. */
  readonly folder: string;
  /** How long a site may take, in milliseconds. */
  readonly patience: number;
}

/** Asks sites for their summaries, many at once. Whatever becomes of one is an answer of its own. */
export async function askSummaries(sites: readonly string[], asking: Asking): Promise<Answer[]> {
  const answers: Answer[] = [];
  let at = 0;
  const ask = async () => {
    for (let mine = at++; mine < sites.length; mine = at++) answers[mine] = await askSummary(sites[mine] ?? '', asking);
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return answers;
}

/** A site leads nowhere else: whoever it leads to was not named. */
async function askSummary(site: string, { folder, patience }: Asking): Promise<Answer> {
  try {
    if (!isNamedByAddress(site)) return readFolder(resolve(folder, site));
    const base = new URL(site.endsWith('/') ? site : `${site}/`);
    const response = await fetch(new URL(summaryAddress, base), {
      signal: AbortSignal.timeout(patience),
      redirect: 'manual',
      headers: { accept: 'application/json' },
    });
    if (response.ok) return await readBody(response);
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return { state: 'without-summary' };
    if (response.status >= 300 && response.status < 400) return { state: 'moved', to: response.headers.get('location') ?? 'none' };
    return { state: 'unreachable', cause: `it answers ${response.status}` };
  } catch (cause) {
    return { state: 'unreachable', cause: causeWords(cause) };
  }
}

async function readBody({ body }: Response): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > longest) return { state: 'too-long' };
    chunks.push(chunk);
  }
  return { state: 'answered', bytes: Buffer.concat(chunks) };
}

function readFolder(folder: string): Answer {
  const file = join(folder, summaryAddress);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return { state: 'without-summary' };
  return stats.size > longest ? { state: 'too-long' } : { state: 'answered', bytes: readFileSync(file) };
}

function causeWords(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { message } = cause.cause instanceof Error ? cause.cause : cause;
  return message;
}
