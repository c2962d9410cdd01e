import { type ProblemCode, problemCodes, problemRule } from '../problem.ts';
import { problemMeanings } from '../publish/words/problem-words.ts';

/** A code as the guide explains it. */
export interface ProblemCodeView {
  readonly code: ProblemCode;
  readonly refuses: boolean;
  readonly meaning: string;
  readonly hint: string;
}

/** A part of a problem's line: a code that the guide explains, or text. */
export type ProblemPart =
  | { readonly kind: 'code'; readonly code: ProblemCode; readonly href: string }
  | { readonly kind: 'text'; readonly text: string };

/** Every code in the order of the alphabet, as a reader looks for one. */
export function problemCodesView(): ProblemCodeView[] {
  return problemCodes.toSorted().map((code) => {
    const { severity, hint } = problemRule(code);
    return { code, refuses: severity === 'error', meaning: problemMeanings[code], hint };
  });
}

/** The line of a problem, as `formatProblem` writes it, with its code told apart. */
export function problemParts(line: string): ProblemPart[] {
  const found = problemCodes.map((each) => ({ code: each, start: line.indexOf(` ${each} `) + 1 })).filter(({ start }) => start > 0);
  // The message behind it may name another.
  const [first] = found.toSorted((a, b) => a.start - b.start);
  if (first === undefined) return [{ kind: 'text', text: line }];
  const { code, start } = first;
  return [
    { kind: 'text', text: line.slice(0, start) },
    { kind: 'code', code, href: `/guide/problem-codes/#${code}` },
    { kind: 'text', text: line.slice(start + code.length) },
  ];
}
