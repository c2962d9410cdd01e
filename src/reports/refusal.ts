import { type Problem, type ProblemCode, problem } from '../problem.ts';

/**
 * A result file that cannot be read. Thrown from the depth of a stream, caught in `read.ts` alone, where it becomes an outcome.
 */
export class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => each.code).join(', '));
    this.problems = problems;
  }
}

/** Ends the reading of `place.file` with one problem. */
export function refuse(
  code: ProblemCode,
  place: { file: string; line?: number; column?: number; pointer?: string },
  message: string,
  hint?: string,
): never {
  throw new Refusal([problem(code, place, message, hint)]);
}
