import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

// Stands for `ssh` between git and a repository of this machine: `count-sent.ts FILE HOST COMMAND`. Appends to the file how many bytes the command
// sent.

const [file = '', , command = ''] = process.argv.slice(2);
const child = spawn('sh', ['-c', command], { stdio: ['inherit', 'pipe', 'inherit'] });
let sent = 0;
child.stdout.on('data', (chunk: Buffer) => {
  sent += chunk.length;
});
child.stdout.pipe(process.stdout);
child.once('close', (code) => {
  appendFileSync(file, `${sent}\n`);
  process.exitCode = code ?? 1;
});
