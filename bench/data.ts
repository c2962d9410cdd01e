import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';

// What is measured is generated, the same at each run.

const commit = 'c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffe';

/** A root with one layer a list of items, and the files of one job, written anew. */
export function writeRoot(
  root: string,
  { layers, files, exitCode = 0 }: { layers: readonly (readonly string[])[]; files: Readonly<Record<string, string>>; exitCode?: number },
): void {
  rmSync(root, { recursive: true, force: true });
  write(join(root, 'content/portal.yaml'), 'product: Bench\n');
  for (const [index, items] of layers.entries()) {
    write(join(root, `content/checklist/${index + 1}-layer-${index + 1}.md`), `# Layer ${index + 1}\n\n${items.join('\n')}\n`);
  }
  write(join(root, 'results/next/run.json'), JSON.stringify({ product: 'Bench', version: '1.0.0', commit }));
  const commands = [{ command: 'make bench', exitCode, files: Object.keys(files) }];
  write(join(root, 'results/next/bench/run.json'), JSON.stringify({ job: 'bench', commit, finished: new Date().toISOString(), commands }));
  for (const [name, text] of Object.entries(files)) write(join(root, 'results/next/bench', name), text);
}

/** JUnit XML of so many tests in suites of a hundred, one of 500 failed with a message and a stack. */
export function junitXml(tests: number): string {
  const random = randomNumbers();
  const suites = Array.from({ length: tests / 100 }, (_, suite) => {
    const cases = Array.from({ length: 100 }, (__, index) => {
      const opening = `<testcase classname="shop.module${suite}.OrderTest" name="keeps order ${index} of customer ${Math.floor(random() * 1e6)} whole" time="${random().toFixed(3)}"`;
      if ((suite * 100 + index) % 500 !== 0) return `    ${opening}/>`;
      const stack = Array.from(
        { length: 8 },
        (___, line) => `    at shop.module${suite}.OrderTest.step${line}(OrderTest.java:${Math.floor(random() * 500)})`,
      );
      return `    ${opening}><failure message="expected 3 items but got ${index}" type="AssertionError">AssertionError: expected 3 items but got ${index}\n${stack.join('\n')}</failure></testcase>`;
    });
    return `  <testsuite name="shop.module${suite}" tests="100">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

/** A layer of so many items in sections of twenty; one of four cites what proves it, one of eight what does not. */
export function checklistItems(count: number, layer: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const heading = index % 20 === 0 ? `\n## Section ${index / 20 + 1}\n\n` : '';
    const cited = index % 4 === 0 ? ` [figures](/results/next/bench/figures.json#/latency${index % 8 === 0 ? 'Low' : 'High'}Ms)` : '';
    return `${heading}- [${index % 3 === 0 ? 'x' : ' '}] Service ${layer}.${index + 1} answers under the load of a working day in < 200 ms${cited}`;
  });
}

/** The points of a run as `k6 run --out json` writes them, until the file has so many bytes. Kept where it is there already. */
export async function writeK6Points(file: string, bytes: number): Promise<void> {
  if (existsSync(file) && statSync(file).size >= bytes) return;
  mkdirSync(dirname(file), { recursive: true });
  const random = randomNumbers();
  const out = createWriteStream(file, { highWaterMark: 1 << 20 });
  const trends = ['duration', 'blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'].map(
    (name) => `http_req_${name}`,
  );
  const metrics = [
    ['http_reqs', 'counter', 'default'],
    ['http_req_failed', 'rate', 'default'],
    ...trends.map((name) => [name, 'trend', 'time']),
  ];
  for (const [name, type, contains] of metrics) {
    out.write(`${JSON.stringify({ type: 'Metric', data: { name, type, contains, thresholds: [], submetrics: null }, metric: name })}\n`);
  }
  for (let time = Date.parse('2026-11-23T08:00:00Z'); out.bytesWritten + out.writableLength < bytes; time += 3) {
    const path = `http://localhost:8080/api/v1/agents/${Math.floor(random() * 200)}`;
    const tags = {
      expected_response: 'true',
      group: '',
      method: 'GET',
      name: path,
      proto: 'HTTP/1.1',
      scenario: 'default',
      status: '200',
      url: path,
    };
    const at = `${new Date(time).toISOString().slice(0, -1)}${String(Math.floor(random() * 1e6)).padStart(6, '0')}Z`;
    const point = (metric: string, value: number) => `${JSON.stringify({ metric, type: 'Point', data: { time: at, value, tags } })}\n`;
    const points = [
      point('http_reqs', 1),
      point('http_req_failed', 0),
      ...trends.map((metric) => point(metric, Number((random() * 100).toFixed(6)))),
    ];
    if (!out.write(points.join(''))) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

/** An Astro site without anything of ours: pages with these paths, each of that many bytes. */
export function writeBareSite(folder: string, pages: readonly { readonly path: string; readonly size: number }[]): void {
  write(join(folder, 'package.json'), '{ "type": "module" }\n');
  write(join(folder, 'tsconfig.json'), '{}\n');
  write(join(folder, 'pages.json'), JSON.stringify(pages.map(({ path, size }) => ({ path: path.replace(/\/?index\.html$/, ''), size }))));
  write(
    join(folder, 'src/pages/[...path].astro'),
    `---
import pages from '../../pages.json';

export function getStaticPaths() {
  return pages.map(({ path, size }) => ({ params: { path: path || undefined }, props: { size } }));
}

const { size } = Astro.props;
const words = 'what is claimed and what is proven, side by side; ';
---
<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>{Astro.params.path}</title></head>
  <body data-pagefind-body><p>{words.repeat(Math.max(0, (size - 150) / words.length))}</p></body>
</html>
`,
  );
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Numbers from 0 to 1 that look random and are the same at each run (mulberry32). */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
