import { statSync } from 'node:fs';
import { readReport } from '../src/reports/read.ts';
import { inputFile } from '../src/root.ts';

// What `bench/main.ts` measures: a result file through its reader.
const [file = '', format = null] = process.argv.slice(2);
const outcome = await readReport(inputFile(file, file, statSync(file).size), format);
if (outcome.state === 'refused') throw new Error(JSON.stringify(outcome.problems));
