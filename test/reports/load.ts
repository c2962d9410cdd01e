import { readReport } from '../../src/reports/read.ts';
import { bytesOf } from './files.ts';
import { countsOf } from './generated.ts';

/** What a file that is recognised comes to: its format, its statistics with their units, and the codes of what is wrong with it. */
export async function readLoad(text: string): Promise<object> {
  const outcome = await readReport(bytesOf(text), null);
  const codes = outcome.problems.map(({ code }) => code);
  return { format: outcome.format, state: outcome.state, codes, ...(outcome.state === 'read' ? countsOf(outcome.report) : {}) };
}
