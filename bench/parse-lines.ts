import { createReadStream } from 'node:fs';

// What `bench/main.ts` measures the reader against: the same bytes, split in lines, each through JSON.parse.
const [file = ''] = process.argv.slice(2);
const decoder = new TextDecoder();
let rest = '';
let lines = 0;
for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
  const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
  rest = parts.pop() ?? '';
  for (const line of parts) {
    JSON.parse(line);
    lines += 1;
  }
}
if (lines === 0) throw new Error('no lines');
