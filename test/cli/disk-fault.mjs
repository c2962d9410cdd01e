// Loaded before a command: in place of the n-th change of the disk the process ends, as SIGKILL ends it, or from then on the disk is full.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { DISK_FAULT: fault, FAULT_AT: at, CHANGES_FILE: report } = process.env;
const making = ['mkdir', 'mkdtemp', 'copyFile', 'cp', 'writeFile', 'appendFile', 'link', 'symlink'];
const removing = ['rename', 'rm', 'rmdir', 'unlink'];
const write = fs.writeFileSync;
let changes = 0;

function beforeChange(name) {
  changes += 1;
  if (changes < Number(at)) return;
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
  if (fault === 'full' && making.includes(name))
    throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC', syscall: name });
}

for (const name of [...making, ...removing]) {
  const now = fs[`${name}Sync`];
  const later = fs.promises[name];
  fs[`${name}Sync`] = (...args) => {
    beforeChange(name);
    return now(...args);
  };
  fs.promises[name] = async (...args) => {
    beforeChange(name);
    return later(...args);
  };
}
syncBuiltinESMExports();
if (report !== undefined) process.on('exit', () => write(report, String(changes)));
