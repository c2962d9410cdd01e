// Loaded before a command: in place of the n-th change of the disk the process ends, as SIGKILL ends it, or from then on the disk is full, or
// nothing below a folder can be changed.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { DISK_FAULT: fault, FAULT_AT: at, FAULT_BELOW: below, CHANGES_FILE: report } = process.env;
const making = ['mkdir', 'mkdtemp', 'copyFile', 'cp', 'writeFile', 'appendFile', 'link', 'symlink'];
const removing = ['rename', 'rm', 'rmdir', 'unlink'];
const write = fs.writeFileSync;
let changes = 0;

function beforeChange(name, args) {
  changes += 1;
  if (changes < Number(at)) return;
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
  if (fault === 'full' && making.includes(name))
    throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC', syscall: name });
  if (fault === 'read-only' && args.some((path) => String(path).startsWith(below ?? '/')))
    throw Object.assign(new Error(`EROFS: read-only file system, ${name}`), { code: 'EROFS', syscall: name });
}

for (const name of [...making, ...removing]) {
  const now = fs[`${name}Sync`];
  const later = fs.promises[name];
  fs[`${name}Sync`] = (...args) => {
    beforeChange(name, args);
    return now(...args);
  };
  fs.promises[name] = async (...args) => {
    beforeChange(name, args);
    return later(...args);
  };
}
syncBuiltinESMExports();
if (report !== undefined) process.on('exit', () => write(report, String(changes)));
