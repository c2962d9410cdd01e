import { statSync } from 'node:fs';
import { inputFile } from '../src/disk/root.ts';
import { readReport } from '../src/reports/read.ts';

// What `bench/main.ts` measures: a result file through its reader.
const [file = '', format = null] = process.argv.slice(2);
const outcome = await readReport(inputFile(file, file, statSync(file).size), format);
if (outcome.state === 'refused') throw new Error(JSON.stringify(outcome.problems));
