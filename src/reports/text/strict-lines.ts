import type { ReaderContext } from '../reader.ts';

/**
 * Reads the lines of a format that has no room for any other line. The first that does not fit refuses the file: as one that was cut
 * where it is the last, as one of another shape where more follow.
 *
 * @param take Takes a line, or returns false where it does not fit.
 * @param what What a line is, for people: "a block of a Go cover profile".
 */
export function strictLines(
  context: ReaderContext,
  what: string,
  take: (text: string, line: number) => boolean,
): { readonly line: (text: string, line: number) => void; readonly end: () => void } {
  let misfit: { readonly text: string; readonly line: number } | undefined;
  const describe = (text: string) => `${JSON.stringify(text.slice(0, 80))} is not ${what}`;
  return {
    line(text, line) {
      if (misfit !== undefined) context.refuse('SHAPE', describe(misfit.text), { line: misfit.line });
      if (text.trim() !== '' && !take(text, line)) misfit = { text, line };
    },
    end() {
      if (misfit !== undefined) context.refuse('TRUNCATED', `the last line is cut: ${describe(misfit.text)}`, { line: misfit.line });
    },
  };
}
