import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { statuses } from '../../src/assessment/assessment.ts';
import { portfolio } from '../../src/cli/portfolio.ts';
import { PortfolioDocument } from '../../src/publish/portfolio/portfolio-document.ts';
import { writeFiles } from './run.ts';

const now = new Date('2026-11-24T12:00:00Z');
const summary = JSON.stringify({
  schemaVersion: 1,
  product: 'Teapot',
  version: '1.0.0',
  commit: null,
  site: null,
  assessedAt: '2026-11-24T06:00:00.000Z',
  staleAfter: null,
  state: 'ready',
  ready: true,
  reason: 'The only item is verified.',
  counts: { ...Object.fromEntries(statuses.map((status) => [status, 0])), verified: 1, total: 1 },
  contradictions: 0,
  signOffs: { required: 0, current: 0, rejected: 0 },
  latest: null,
});

/** What the server does at the first part of a path. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  good: (response) => response.end(summary),
  moved: (response) => response.writeHead(302, { location: '/good/api/v1/summary.json' }).end(),
  busy: (response) => response.writeHead(503).end(),
  html: (response) => response.end('<!doctype html><title>Teapot</title>'),
  endless: (response) => response.end(`"${'a'.repeat(100_000)}"`),
  cut: (response) => {
    response.writeHead(200, { 'content-length': String(summary.length) });
    response.write(summary.slice(0, 40));
    response.destroy();
  },
};
const server = createServer((request, response) => {
  const answer = answers[request.url?.split('/')[1] ?? ''];
  if (answer === undefined) response.writeHead(404).end();
  else answer(response);
});
let address = '';

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const bound = server.address();
  address = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : '';
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Makes a portfolio in a folder of its own, and says what it came to and what it printed. */
async function make(text: string, folder = mkdtempSync(join(tmpdir(), 'portfolio-'))) {
  const said: string[] = [];
  const keep = (chunk: unknown) => said.push(String(chunk)) > 0;
  const spies = [vi.spyOn(process.stdout, 'write').mockImplementation(keep), vi.spyOn(process.stderr, 'write').mockImplementation(keep)];
  writeFiles(folder, { 'portfolio.yaml': text, 'demo/dist/api/v1/summary.json': summary.replace('Teapot', 'Kettle') });
  try {
    const code = await portfolio({ file: join(folder, 'portfolio.yaml'), out: join(folder, 'out'), now, json: undefined });
    return { code, said: said.join(''), folder, out: join(folder, 'out') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('readiness-portal portfolio', () => {
  test('makes one page over sites by address and by folder, and says of each that does not answer rightly that it is not known', async () => {
    const names = ['good', 'moved', 'busy', 'html', 'endless', 'cut', 'none'];
    const sites = [...names.map((name) => `${address}/${name}/`), 'demo/dist', '/nowhere', 'http://127.0.0.1:9/'];
    const { code, said, out } = await make(`title: Products\nsites:\n${sites.map((site) => `  - site: ${site}\n`).join('')}`);
    expect(code).toBe(0);
    const { products } = PortfolioDocument.parse(JSON.parse(readFileSync(join(out, 'portfolio.json'), 'utf8')));
    expect(products.filter(({ state }) => state !== 'not-known').map(({ name }) => name)).toEqual(['Kettle', 'Teapot']);
    expect(products).toHaveLength(sites.length);
    expect(said).toContain(`${address}/moved/ is not known. Its site leads to another address: /good/api/v1/summary.json.`);
    expect(said).toContain('Of 10 products 2 are ready and 8 not known.');
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page.match(/class="status verified"/g)).toHaveLength(2);
    const named = [...page.matchAll(/(?:href|src)="([\w./-]+)"/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsSync(join(out, path)))).toEqual([]);
    const signs = [...page.matchAll(/<use href="#([\w.-]+)"/g)].map(([, id = '']) => id);
    expect(signs.filter((id) => !page.includes(`<symbol id="${id}"`))).toEqual([]);
  });

  test('makes the same again from the same, and leaves a folder alone that is none of its own', async () => {
    const text = 'title: Products\nsites:\n  - site: demo/dist\n';
    const first = await make(text);
    const before = readFileSync(join(first.out, 'inventory.json'), 'utf8');
    expect((await make(text, first.folder)).code).toBe(0);
    expect(readFileSync(join(first.out, 'inventory.json'), 'utf8')).toBe(before);
    const folder = mkdtempSync(join(tmpdir(), 'portfolio-'));
    writeFiles(folder, { 'out/mine.txt': 'mine' });
    expect((await make(text, folder)).code).toBe(4);
    expect(existsSync(join(folder, 'out/index.html'))).toBe(false);
  });

  test('refuses what is wrong in its file, all of it with its place, and writes nothing', async () => {
    const { code, said, out } = await make('title: ""\nsites:\n  - site: javascript:alert(1)\n    prodct: Teapot\n  - {}\n');
    expect(code).toBe(2);
    expect(said).toMatch(/portfolio\.yaml:1:8 VALUE title: must not be empty/);
    expect(said).toMatch(/portfolio\.yaml:3:11 VALUE sites\.0\.site: write the address/);
    expect(said).toMatch(/portfolio\.yaml:4:5 VALUE .*"prodct" is unknown/);
    expect(said).toMatch(/portfolio\.yaml:5:5 VALUE sites\.1\.site: is missing/);
    expect(existsSync(out)).toBe(false);
  });
});
