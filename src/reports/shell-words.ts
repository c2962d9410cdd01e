/** What parts one command of a line from the next. */
const separators = new Set(['&&', '||', ';', '|', '&', '(', ')', '\n']);

/**
 * The commands of a shell line, each as its words, quotes taken off; a word that is itself a line (`sh -c "…"`) gives its commands too. A line
 * whose quotes do not close is no shell's: it is taken apart at its spaces.
 *
 * @example commandsIn("cd a && pytest -k 'x y'") // [['cd', 'a'], ['pytest', '-k', 'x y']]
 */
export function commandsIn(line: string): string[][] {
  const words =
    wordsOf(line) ??
    line
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((text) => ({ text, quoted: false }));
  const commands: string[][] = [[]];
  for (const { text, quoted } of words) {
    if (!quoted && separators.has(text)) commands.push([]);
    else commands.at(-1)?.push(text);
  }
  const inner = words
    .filter(({ text, quoted }) => quoted && /\s/.test(text) && text.length < line.length)
    .flatMap(({ text }) => commandsIn(text));
  return [...commands, ...inner].filter((command) => command.length > 0);
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Null where a quote does not close. */
function wordsOf(line: string): Word[] | null {
  const words: Word[] = [];
  let text = '';
  let begun = false;
  let quoted = false;
  const end = () => {
    if (begun) words.push({ text, quoted });
    text = '';
    begun = false;
    quoted = false;
  };
  for (let index = 0; index < line.length; index += 1) {
    const letter = line.charAt(index);
    if (letter === "'" || letter === '"') {
      const close = closingQuote(line, index);
      if (close === -1) return null;
      const inner = line.slice(index + 1, close);
      text += letter === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner;
      begun = true;
      quoted = true;
      index = close;
    } else if (letter === '\\' && index + 1 < line.length) {
      index += 1;
      if (line.charAt(index) !== '\n') text += line.charAt(index);
      begun = true;
    } else if (/[ \t\r]/.test(letter)) end();
    else if (/[<>]/.test(letter) || (letter === '&' && line.charAt(index + 1) === '>')) {
      // Where it writes to and reads from are no words of the command.
      if (/^\d*$/.test(text)) text = '';
      begun = text !== '';
      end();
      const [redirection = ''] = /^&?[<>]+(?:&[\d-]|\s*(?:"[^"]*"|'[^']*'|[^\s;|&()<>]+))?/.exec(line.slice(index)) ?? [];
      index += Math.max(redirection.length, 1) - 1;
    } else if (/[\n;|&()]/.test(letter)) {
      end();
      const double = `${letter}${line.charAt(index + 1)}`;
      const sign = double === '&&' || double === '||' ? double : letter;
      words.push({ text: sign, quoted: false });
      index += sign.length - 1;
    } else {
      text += letter;
      begun = true;
    }
  }
  end();
  return words;
}

function closingQuote(line: string, start: number): number {
  const quote = line.charAt(start);
  for (let index = start + 1; index < line.length; index += 1) {
    if (quote === '"' && line.charAt(index) === '\\') index += 1;
    else if (line.charAt(index) === quote) return index;
  }
  return -1;
}

/** The words of a command as one line that a shell reads as the same words. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
