import { sha256 } from '../file.ts';
import { searchText } from './search-text.ts';

/** A text that may be published, and what was taken out of it. */
export interface RedactedText {
  readonly text: string;
  readonly secrets: number;
  readonly paths: number;
}

/** Where a path can begin: not within another one, but behind the scheme of an address and behind an option of one letter. */
const pathStart = String.raw`(?:(?<![\w.~/-])|(?<=\bfile://)|(?<=(?:^|[\s"'=,])-[A-Za-z]))`;

/** A folder of the machine that made a text, and what stands for it. Both end in `/`, or the second is empty. */
export interface KnownFolder {
  readonly folder: string;
  readonly shown: string;
}

/**
 * Takes secrets out of a text, and makes paths of the machine that made it relative. The same text comes to the same.
 *
 * @param allowed SHA-256 of secrets that may be published, hex.
 * @param folders The longest first.
 */
export async function redactText(text: string, allowed: ReadonlySet<string>, folders: readonly KnownFolder[]): Promise<RedactedText> {
  const found = (await searchText(text)).filter(({ value }) => !allowed.has(sha256(value)));
  let kept = '';
  let at = 0;
  for (const { start, end } of found) {
    // One may stand within another that was found in another encoding.
    if (end <= at) continue;
    kept += start < at ? '' : `${text.slice(at, start)}REDACTED`;
    at = end;
  }
  kept += text.slice(at);
  let paths = 0;
  for (const { folder, shown } of folders) {
    const written = new RegExp(`${pathStart}${folder.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}`, 'g');
    kept = kept.replace(written, () => {
      paths += 1;
      return shown;
    });
  }
  return { text: kept, secrets: found.length, paths };
}
