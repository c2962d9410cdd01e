import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { manifestName } from '../src/release/manifest.ts';
import { checklistItems, junitXml, writeBareSite, writeK6Points, writeRoot } from './data.ts';
import { Contender, filesBelow, interleave, run } from './measure.ts';
import { emptyRoot, freezeAfter, multiply } from './releases.ts';

// `npm run bench`: every figure, or those of the parts that are named. Ratios are of medians of one run in which both sides took turns.

const work = resolve('bench/work');
const portal = ['node', resolve('src/cli/main.ts')];
const allureVersion = '3.18.0';

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly against: string;
  readonly ratio: string;
  readonly aim: string;
  /** Is it within its limit? Null where it has none that is a number. */
  readonly held: boolean | null;
}

/** What a figure may come to at most: its ratio, or what was measured of ours. */
type Limit = { readonly ratio: number } | { readonly bytes: number };

const parts: Record<string, () => Promise<Row[]>> = {
  check: benchCheck,
  build: benchBuild,
  junit: benchJunit,
  files: benchFiles,
  items: benchItems,
  points: benchPoints,
  releases: benchReleases,
  publish: benchPublish,
};

const named = process.argv.slice(2);
const unknown = named.find((name) => parts[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`bench USAGE there is no part ${unknown} - name some of ${Object.keys(parts).join(', ')}, or none for all\n`);
  process.exit(4);
}

mkdirSync(work, { recursive: true });
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${gigabytes(totalmem())}, Node ${process.versions.node}\n\n`,
);
process.stdout.write('| what | ours | against | ratio | limit | held |\n| --- | ---: | ---: | ---: | --- | --- |\n');
for (const [name, bench] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  for (const { what, ours, against, ratio, aim, held } of await bench())
    process.stdout.write(`| ${what} | ${ours} | ${against} | ${ratio} | ${aim} | ${held === null ? '' : held ? 'yes' : 'NO'} |\n`);
}

/** The gate on AIM, against Node doing nothing. */
async function benchCheck(): Promise<Row[]> {
  const ours = new Contender(() => run([...portal, 'check'], { exitCode: 1 }));
  const nothing = new Contender(() => run(['node', '-e', '0']));
  await interleave(15, [ours, nothing]);
  return [
    row('`check` on AIM against `node -e 0`: time', milliseconds, ours.wallMs, nothing.wallMs, '< 500 ms'),
    row('… processor time', milliseconds, ours.cpuMs, nothing.cpuMs),
  ];
}

/** The site of AIM. */
async function benchBuild(): Promise<Row[]> {
  const out = join(work, 'aim-site');
  const again = new Contender(() => run([...portal, 'build', '--out', out]));
  const full = new Contender(() => {
    rmSync(out, { recursive: true, force: true });
    return run([...portal, 'build', '--out', out]);
  });
  await interleave(5, [full, again]);
  const files = filesBelow(out);
  const pages = files.filter(({ path }) => path.endsWith('.html')).length;
  return [
    figure(`build of AIM’s portal, ${pages} pages: time`, seconds(full.wallMs)),
    figure('… processor time', seconds(full.cpuMs)),
    figure('… memory', bytes(full.peakBytes)),
    figure('… again, where nothing has changed: time', seconds(again.wallMs)),
    figure('… bytes, files', `${bytes(sizeOf(files))}, ${files.length}`),
  ];
}

/**
 * Many releases of AIM's size: a full build against a bare Astro site of as many pages, one release more against a build of five, and `check` and
 * `verify` of all. Memory is that of all processes together.
 */
async function benchReleases(): Promise<Row[]> {
  const count = Number(process.env['RELEASES'] ?? 1000);
  const one = join(work, 'release-one');
  const [root, site] = [join(work, 'releases'), join(work, 'releases-site')];
  const [fewRoot, fewSite] = [join(work, 'releases-five'), join(work, 'releases-five-site')];
  const bare = join(work, 'releases-bare');
  const firstPage = (folder: string) => filesBelow(folder).find(({ path }) => path === 'index.html')?.size ?? 0;
  const build = (from: string, out: string) => run([...portal, 'build', '--root', from, '--out', out]);
  const buildAnew = (from: string, out: string) => {
    rmSync(out, { recursive: true, force: true });
    return build(from, out);
  };
  emptyRoot('.', one);
  await run([...portal, 'snapshot', '1.0.0-dev.1', '--root', one]);
  const frozen = join(one, 'results/1.0.0-dev.1');
  const versions = Array.from({ length: count + 1 }, (_, index) => `1.0.0-dev.${index + 1}`);
  emptyRoot('.', fewRoot);
  multiply(fewRoot, frozen, versions.slice(0, 5));
  const few = await buildAnew(fewRoot, fewSite);
  emptyRoot('.', root);
  const last = multiply(root, frozen, versions.slice(0, count));
  const many = await buildAnew(root, site);
  const pages = filesBelow(site).filter(({ path }) => path.endsWith('index.html'));
  writeBareSite(bare, pages);
  const plain = await run(['node', resolve('node_modules/astro/bin/astro.mjs'), 'build', '--silent'], { cwd: bare });

  // What `check` keeps of releases is kept here, and at first there is nothing of it.
  const kept = join(work, 'cache');
  rmSync(kept, { recursive: true, force: true });
  const check = (from: string) =>
    run([...portal, 'check', '--root', from], { exitCode: 1, env: { XDG_CACHE_HOME: kept, LOCALAPPDATA: kept } });
  const firstCheck = await check(root);
  const gate = new Contender(() => check(root));
  const fewGate = new Contender(() => check(fewRoot));
  await interleave(5, [gate, fewGate]);
  const verified = await run([...portal, 'verify', '--root', root]);

  multiply(root, frozen, versions.slice(count), last);
  const added = await build(root, site);
  const bareWords = `${count} releases, ${pages.length} pages, against a bare Astro site of as many`;
  return [
    row(`${bareWords}: time`, seconds, many.wallMs, plain.wallMs, { ratio: 2 }),
    row('… processor time', seconds, many.cpuMs, plain.cpuMs),
    row('… memory', bytes, many.peakBytes, plain.peakBytes, { bytes: 900_000_000 }),
    row(`one release more on ${count}, against a full build with five: time`, seconds, added.wallMs, few.wallMs, { ratio: 1.5 }),
    row('… processor time', seconds, added.cpuMs, few.cpuMs),
    row('… memory', bytes, added.peakBytes, few.peakBytes),
    row(`\`check\` with ${count} releases, against five: time`, milliseconds, gate.wallMs, fewGate.wallMs, { ratio: 2 }),
    row('… processor time', milliseconds, gate.cpuMs, fewGate.cpuMs),
    row('… memory', bytes, gate.peakBytes, fewGate.peakBytes),
    row('… the first time, when nothing is kept of them: time', milliseconds, firstCheck.wallMs, fewGate.wallMs),
    figure(`\`verify\` of ${count} releases: time`, seconds(verified.wallMs)),
    row('… memory', bytes, verified.peakBytes, null, { bytes: 500_000_000 }),
    row(`the first page with ${count} releases against five`, bytes, firstPage(site), firstPage(fewSite)),
  ];
}

/**
 * One release more, frozen and published from a clone that has none, onto a branch with many and onto one with five. Over SSH as git sees it: what
 * the remote sends is counted on the way.
 */
async function benchPublish(): Promise<Row[]> {
  const many = Number(process.env['RELEASES'] ?? 1000);
  const [fetchedMany, fetchedFew] = [join(work, 'publish-many'), join(work, 'publish-few')];
  const next = '2.0.0';
  const publishOnto = async (folder: string, count: number) => {
    const [root, clone, remote, sent] = ['root', 'clone', 'remote.git', 'sent'].map((name) => join(folder, name));
    if (root === undefined || clone === undefined || remote === undefined || sent === undefined) throw new TypeError('there are four');
    emptyRoot('.', root);
    await run([...portal, 'snapshot', '1.0.0-dev.1', '--root', root]);
    const versions = Array.from({ length: count - 2 }, (_, index) => `1.0.0-dev.${index + 2}`);
    const frozen = join(root, 'results/1.0.0-dev.1');
    multiply(root, frozen, versions, { version: '1.0.0-dev.1', digest: sha256Of(join(frozen, manifestName)) });
    await freezeAfter(root, `1.0.0-dev.${count}`);
    execFileSync('git', ['init', '--quiet', '--bare', remote]);
    for (const setting of ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'])
      execFileSync('git', ['-C', remote, 'config', setting, 'true']);
    const onto = ['--branch', 'pages', '--to'];
    await run([...portal, 'publish', '--root', root, ...onto, remote]);
    emptyRoot('.', clone);
    const runFile = join(clone, 'results/next/run.json');
    writeFileSync(runFile, JSON.stringify({ ...JSON.parse(readFileSync(runFile, 'utf8')), version: next }));
    writeFileSync(sent, '');
    const ssh = { GIT_SSH_COMMAND: `${process.execPath} ${resolve('bench/count-sent.ts')} ${sent}`, GIT_SSH_VARIANT: 'simple' };
    const took = await run([...portal, 'publish', '--root', clone, ...onto, `ssh://bench${remote}`, '--freeze', next], { env: ssh });
    const lengths = readFileSync(sent, 'utf8').trim().split('\n').map(Number);
    return { took, sent: lengths.reduce((sum, length) => sum + length, 0) };
  };
  rmSync(fetchedMany, { recursive: true, force: true });
  rmSync(fetchedFew, { recursive: true, force: true });
  const few = await publishOnto(fetchedFew, 5);
  const all = await publishOnto(fetchedMany, many);
  return [
    row(`a release more onto ${many} from a clone without any, against onto five: time`, seconds, all.took.wallMs, few.took.wallMs),
    row('… memory', bytes, all.took.peakBytes, few.took.peakBytes),
    row('… fetched', bytes, all.sent, few.sent),
  ];
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The gate over 100,000 result files, against a tenth of them. */
async function benchFiles(): Promise<Row[]> {
  const [many, few] = [100_000, 10_000].map((count) => {
    const root = join(work, `files-${count}`);
    const entries = Array.from({ length: count }, (_, index) => [
      `TEST-${index}.xml`,
      `<testsuite name="s${index}" tests="1"><testcase name="t"/></testsuite>`,
    ]);
    writeRoot(root, { layers: [['- [x] All tests passing [tests](/results/next/bench/*.xml)']], files: Object.fromEntries(entries) });
    return new Contender(() => run([...portal, 'check', '--root', root]));
  });
  if (many === undefined || few === undefined) return [];
  await interleave(3, [many, few]);
  return [
    row('`check` of 100,000 result files against 10,000: time', seconds, many.wallMs, few.wallMs, '≤ 20 s, ≤ 10'),
    row('… memory', bytes, many.peakBytes, few.peakBytes),
  ];
}

/** 100,000 tests to a site, each of them on a page, against Allure 3 on the same file. Allure is kept outside of the repository. */
async function benchJunit(): Promise<Row[]> {
  const root = join(work, 'junit');
  const allure = join(tmpdir(), `readiness-portal-bench-allure-${allureVersion}`);
  const [ourSite, theirSite] = [join(work, 'junit-site'), join(allure, 'site')];
  writeRoot(root, {
    layers: [['- [x] All tests passing [tests](/results/next/bench/junit.xml)']],
    files: { 'junit.xml': junitXml(100_000) },
    exitCode: 1,
  });
  if (!existsSync(join(allure, 'node_modules/allure'))) {
    mkdirSync(allure, { recursive: true });
    writeFileSync(join(allure, 'package.json'), '{ "private": true }\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', `allure@${allureVersion}`], { cwd: allure, stdio: 'ignore' });
  }
  const input = join(allure, 'input');
  mkdirSync(input, { recursive: true });
  writeFileSync(join(input, 'junit.xml'), junitXml(100_000));
  const ours = new Contender(() => run([...portal, 'build', '--root', root, '--out', ourSite]));
  const theirs = new Contender(() => {
    rmSync(theirSite, { recursive: true, force: true });
    return run(['node', join(allure, 'node_modules/allure/cli.js'), 'generate', input, '--output', theirSite], { cwd: allure });
  });
  await interleave(3, [ours, theirs]);
  const [ourFiles, theirFiles] = [filesBelow(ourSite), filesBelow(theirSite)];
  const tests = filesBelow(join(ourSite, 'evidence/bench/junit.xml'));
  const pages = tests.filter(({ path }) => path.endsWith('.html'));
  const largest = (files: readonly { readonly size: number }[]) => files.reduce((most, { size }) => Math.max(most, size), 0);
  return [
    row(`100,000 JUnit tests to a site, against Allure ${allureVersion}: time`, seconds, ours.wallMs, theirs.wallMs, { ratio: 1 / 8 }),
    row('… processor time', seconds, ours.cpuMs, theirs.cpuMs),
    row('… memory', bytes, ours.peakBytes, theirs.peakBytes, { ratio: 1 / 2 }),
    row('… bytes', bytes, sizeOf(ourFiles), sizeOf(theirFiles), { ratio: 1 / 20 }),
    row('… files', String, ourFiles.length, theirFiles.length, { ratio: 1 / 50 }),
    row(`… the ${pages.length} pages that list every test, with their index: bytes`, bytes, sizeOf(tests), sizeOf(theirFiles)),
    row('… the largest of these pages against the largest file there', bytes, largest(pages), largest(theirFiles), { bytes: 300_000 }),
  ];
}

/** 5,000 items, against a bare Astro site of as many pages of the same size, without and with the same search index. */
async function benchItems(): Promise<Row[]> {
  const root = join(work, 'items');
  const site = join(work, 'items-site');
  const bare = join(work, 'bare');
  const layers = Array.from({ length: 10 }, (_, index) => checklistItems(500, index + 1));
  writeRoot(root, { layers, files: { 'figures.json': '{ "latencyLowMs": 120, "latencyHighMs": 340 }\n' } });
  await run([...portal, 'build', '--root', root, '--out', site]);
  const pages = filesBelow(site).filter(({ path }) => path.endsWith('index.html'));
  writeBareSite(bare, pages);
  const astro = ['node', resolve('node_modules/astro/bin/astro.mjs'), 'build', '--silent'];
  const ours = new Contender(() => run([...portal, 'build', '--root', root, '--out', site]));
  const plain = new Contender(() => run(astro, { cwd: bare }));
  const index = new Contender(() => run(['node', resolve('node_modules/pagefind/lib/runner/bin.cjs'), '--site', join(bare, 'dist')]));
  const gate = new Contender(() => run([...portal, 'check', '--root', root], { exitCode: 1 }));
  await interleave(3, [ours, plain, index, gate]);
  const searchable = { wallMs: plain.wallMs + index.wallMs, cpuMs: plain.cpuMs + index.cpuMs };
  return [
    row(
      `5,000 items to a site, against a bare Astro site of ${pages.length} pages of the same size: time`,
      seconds,
      ours.wallMs,
      plain.wallMs,
    ),
    row('… processor time', seconds, ours.cpuMs, plain.cpuMs),
    row('… memory', bytes, ours.peakBytes, plain.peakBytes),
    row('… against the bare site and a search index over it: time', seconds, ours.wallMs, searchable.wallMs),
    row('… processor time', seconds, ours.cpuMs, searchable.cpuMs),
    figure('… first page', bytes(pages.find(({ path }) => path === 'index.html')?.size ?? null)),
    figure('… largest page', bytes(Math.max(...pages.map(({ size }) => size)))),
    figure('… `check`', seconds(gate.wallMs)),
  ];
}

/** 200 MB of k6 points through their reader, against JSON.parse over the same lines. */
async function benchPoints(): Promise<Row[]> {
  const file = join(work, 'points.ndjson');
  await writeK6Points(file, 200_000_000);
  const reader = new Contender(() => run(['node', 'bench/read-points.ts', file, 'k6-points']));
  const parser = new Contender(() => run(['node', 'bench/parse-lines.ts', file]));
  await interleave(5, [reader, parser]);
  return [
    row('200 MB of k6 points through the reader, against JSON.parse of each line: time', seconds, reader.wallMs, parser.wallMs, {
      ratio: 2,
    }),
    row('… processor time', seconds, reader.cpuMs, parser.cpuMs, { ratio: 2 }),
    row('… memory', bytes, reader.peakBytes, parser.peakBytes, { bytes: 300_000_000 }),
  ];
}

/** @param limit In words where it is no limit of this row's ratio or of what it measures. */
function row(what: string, show: (value: number) => string, ours: number | null, against: number | null, limit: Limit | string = ''): Row {
  const ratio = ours === null || against === null ? null : ours / against;
  const words = (value: number | null) => (value === null ? 'not measured' : show(value));
  const shown = { what, ours: words(ours), against: against === null ? '' : show(against), ratio: ratio === null ? '' : ratioWords(ratio) };
  if (typeof limit === 'string') return { ...shown, aim: limit, held: null };
  if ('ratio' in limit)
    return {
      ...shown,
      aim: `≤ ${limit.ratio < 1 ? ratioWords(limit.ratio) : limit.ratio} ×`,
      held: ratio === null ? null : ratio <= limit.ratio,
    };
  return { ...shown, aim: `≤ ${bytes(limit.bytes)}`, held: ours === null ? null : ours <= limit.bytes };
}

function figure(what: string, ours: string): Row {
  return { what, ours, against: '', ratio: '', aim: '', held: null };
}

function ratioWords(ratio: number): string {
  return ratio < 1 ? `1/${(1 / ratio).toFixed(1)}` : ratio.toFixed(2);
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function bytes(count: number | null): string {
  if (count === null) return 'not measured';
  return count < 1_000_000 ? `${Math.round(count / 1000)} kB` : `${(count / 1_000_000).toFixed(count < 10_000_000 ? 1 : 0)} MB`;
}

function gigabytes(count: number): string {
  return `${Math.round(count / 1024 ** 3)} GiB`;
}
