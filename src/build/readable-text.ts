import type { EvidenceFile } from '../reports/evidence.ts';
import { Refusal } from '../reports/refusal.ts';
import { openSource } from '../reports/text/source.ts';

/** Longer texts are for downloading, not for reading on a page. In bytes. */
const readableBytes = 64 * 1024;

/** The text of a document or of a JSON file, where it is short enough to be read on a page. */
export async function readableText({ outcome: read, size, input }: EvidenceFile): Promise<string | null> {
  const kind = read.state === 'read' ? read.report.kind : null;
  if (size > readableBytes || (kind !== 'document' && kind !== 'json')) return null;
  try {
    return await (await openSource(input)).text();
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}
