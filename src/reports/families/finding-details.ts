import { z } from 'zod';
import { webAddress } from '../../web-address.ts';
import type { CodePlace } from '../report.ts';

/** A text that only pages show: where it is none, it is left out, and the file is read all the same. */
export const shownText = z.string().optional().catch(undefined);
/** Texts that only pages show; left out where they are none. */
export const shownTexts = z.array(z.string()).optional().catch(undefined);
/** A number that only pages show; left out where it is none. */
export const shownNumber = z.number().optional().catch(undefined);

/** The first of some texts that is an address on the web, for `help`. */
export function helpAddress(...texts: readonly (string | null | undefined)[]): string | undefined {
  for (const text of texts) {
    const address = /^https?:/i.test(text ?? '') ? webAddress(text ?? '') : null;
    if (address !== null) return address;
  }
  return undefined;
}

/**
 * The weaknesses that texts or numbers name, for `weaknesses`; undefined where they name none.
 *
 * @example weaknessesOf(['CWE-79: Cross-site Scripting', '89', -1]) is ['CWE-79', 'CWE-89']
 */
export function weaknessesOf(named: readonly (string | number | null | undefined)[]): readonly string[] | undefined {
  const ids = named.flatMap((each) => {
    const number = /^(?:CWE-?)?([1-9]\d*)(?!\d)/i.exec(String(each ?? '').trim())?.[1];
    return number === undefined ? [] : `CWE-${number}`;
  });
  return ids.length === 0 ? undefined : [...new Set(ids)];
}

/** A place in a file, for `source`; undefined where no file is named. A line below 1 says that there is none. */
export function codePlace(file: string | null | undefined, line?: number | string | null): CodePlace | undefined {
  if (!file) return undefined;
  const first = typeof line === 'string' ? Number.parseInt(line, 10) : line;
  return {
    file: file.replaceAll('\\', '/'),
    ...(first !== null && first !== undefined && Number.isSafeInteger(first) && first > 0 ? { line: first } : {}),
  };
}
