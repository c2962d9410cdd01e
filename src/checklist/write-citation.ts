import { patternOf } from '../glob.ts';
import { nextFolder } from '../layout.ts';

/**
 * A citation as it is pasted into an item: `[unit](/results/next/unit/junit.xml#TestAuth)`.
 *
 * @param name Of a file, below its job's folder; none of its signs is special.
 * @param selector As `readLink` returns it.
 * @param title A criterion, without quotes or backslashes: `exit 0`.
 */
export function writeCitation(job: string, name: string, selector: string, title?: string): string {
  return citePattern(job, patternOf(name), selector, title);
}

/** A citation of all files of a job that a pattern names: `[unit](/results/next/unit/*.xml)`. */
export function citePattern(job: string, pattern: string, selector: string, title?: string): string {
  const path = `/${nextFolder}/${job}/${pattern}`;
  return `[${job}](${encodePath(path)}${selector === '' ? '' : `#${encodePath(selector)}`}${title === undefined ? '' : ` "${title}"`})`;
}

/** What a link's address in Markdown cannot hold is percent-encoded, and what a reader of the text wants to see is not. */
function encodePath(text: string): string {
  return text
    .toWellFormed()
    .split(/([/@:+,=*])/)
    .map((part, index) =>
      index % 2 === 1 ? part : encodeURIComponent(part).replace(/[()'!~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('');
}
