import type { ReaderContext } from '../reader.ts';
import { maxLineLength } from './text-limits.ts';

/** Takes the lines of a CSV text (RFC 4180). */
interface CsvRecords {
  /** The fields of the record that this line completes; undefined inside a quoted field, which may hold line ends. */
  line(line: string, number: number): readonly string[] | undefined;
  /** Refuses a text that ends inside a quoted field. */
  end(): void;
}

/** Takes lines of CSV (RFC 4180) and gives the fields of a record once its last line came: a quoted field may go over several. */
export function csvRecords(context: ReaderContext): CsvRecords {
  /** The lines of a record whose quotes are not closed yet. */
  let open: string[] = [];
  let length = 0;
  let start = 0;
  return {
    line(line, number) {
      const odd = line.split('"').length % 2 === 0;
      if (open.length === 0 && !odd) return fieldsOf(line, number, context);
      if (open.length === 0) [start, length] = [number, 0];
      open.push(line);
      length += line.length + 1;
      if (length > maxLineLength) context.refuse('LINE_TOO_LONG', `a record has more than ${maxLineLength} characters`, { line: start });
      if (!odd || open.length === 1) return undefined;
      const record = open.join('\n');
      open = [];
      return fieldsOf(record, start, context);
    },
    end() {
      if (open.length > 0) context.refuse('TRUNCATED', 'the file ends inside a quoted field', { line: start });
    },
  };
}

function fieldsOf(record: string, line: number, context: ReaderContext): string[] {
  if (!record.includes('"')) return record.split(',');
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  while (true) {
    const match = field.exec(record);
    if (match === null) return context.refuse('SHAPE', 'a quote stands where none can', { line });
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
}
