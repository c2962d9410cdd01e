/** What a failure says, for a page: the message by its lines, and the trace behind it. */
export interface FailureText {
  readonly lines: readonly FailureLines[];
  /** The message shows line by line what differs. */
  readonly hasDiff: boolean;
  /** Null where none is told apart. */
  readonly trace: string | null;
}

/** Lines that stand together: of what was expected, of what was received, or of neither. */
export interface FailureLines {
  readonly side: 'expected' | 'received' | null;
  readonly text: string;
}

/** The message of a failure, and the trace that begins in it. */
export function partedMessage(message: string): { readonly message: string; readonly trace: string | null } {
  const start = message.search(
    /^(?:[ \t]+at \S.*|[ \t]*❯ \S.*:\d+:\d+|[ \t]*Error Trace:.*|goroutine \d+ .*|Traceback \(most recent call last\):)$/m,
  );
  if (start <= 0) return { message, trace: null };
  return { message: message.slice(0, start).trimEnd(), trace: message.slice(start).trim() };
}

/** Lays out what a failure says: what it says twice once, and the lines of a diff by the side that they are of. */
export function failureText(whole: string): FailureText {
  const { message, trace } = partedMessage(whole);
  const rows = onlyOnce(message).split('\n');
  const heading = rows.findIndex((row, index) => headings.some(([first, second]) => first.test(row) && second.test(rows[index + 1] ?? '')));
  const lines: FailureLines[] = [];
  for (const [index, row] of rows.entries()) {
    const side = heading === -1 || index < heading ? null : sideOf(row);
    const before = lines.at(-1);
    if (before !== undefined && before.side === side) lines[lines.length - 1] = { side, text: `${before.text}\n${row}` };
    else lines.push({ side, text: row });
  }
  return { lines, hasDiff: heading !== -1, trace };
}

/** What stands above the lines of a diff: in Jest, Vitest and Playwright, and in testify and all that write unified diffs of these names. */
const headings: readonly (readonly [RegExp, RegExp])[] = [
  [/^\s*- Expected\b/, /^\s*\+ (?:Received|Actual)\b/],
  [/^\s*--- Expected\b/, /^\s*\+\+\+ (?:Received|Actual)\b/],
];

function sideOf(row: string): FailureLines['side'] {
  const [, sign] = /^\s*([-+])/.exec(row) ?? [];
  return sign === '-' ? 'expected' : sign === '+' ? 'received' : null;
}

/** A message without its first paragraph where the next one begins with the same behind the name of an error, as JUnit's two places for it come to. */
function onlyOnce(message: string): string {
  const end = message.indexOf('\n\n');
  if (end === -1) return message;
  const [first, rest] = [message.slice(0, end).trim(), message.slice(end).trim()];
  const again = rest.replace(/^[\w.$]+: /, '');
  return again.startsWith(first) && /^(?:$|\s)/.test(again.slice(first.length)) ? rest : message;
}
