import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ReadOutcome, readReport } from '../../src/reports/read.ts';
import { readers } from '../../src/reports/readers.ts';
import { bytesOf, samples, samplesOf } from './files.ts';

/** How many mutants every sample gets. Unless it is asked for, a large sample gets fewer, so that all take about as long. */
const asked = process.env['MUTATIONS'];
const mutations = Number(asked ?? 200);
const bytesOfSmallSample = asked === undefined ? 4096 : Number.POSITIVE_INFINITY;
const timeout = 5_000 + mutations * 100;

/**
 * What is left of a cut file, for formats that have no end of their own, where no reader can tell: the exit code in `run.json` does.
 * `govulncheck -json` says that it checks the code, then lists what it found, and nothing more.
 */
const ends: Readonly<Record<string, RegExp>> = { govulncheck: /"Checking the code against the vulnerabilities\.\.\."\s*\}\s*\}\s*$/ };

const soundSamplesOf = (format: string) => samplesOf(format).filter((name) => !name.startsWith('refused-'));

/** The samples of each format that show a failure. */
const failing = new Map<string, string[]>();
for (const { format } of readers) {
  const found: string[] = [];
  for (const name of soundSamplesOf(format)) {
    if (failuresOf(await readReport(bytesOf(readFileSync(join(samples, format, name)), name), format)) > 0) found.push(name);
  }
  failing.set(format, found);
}

test('each format that tells of failures has a sample with some, to be cut', () => {
  const without = readers.filter(({ format, kind }) => ['tests', 'findings'].includes(kind) && failing.get(format)?.length === 0);
  expect(without.map(({ format }) => format)).toEqual([]);
});

describe.each(readers)('$format', { timeout }, ({ format }) => {
  test.each(soundSamplesOf(format))('a damaged %s ends in a report or a coded problem, and changes no prototype', async (name) => {
    const whole = readFileSync(join(samples, format, name));
    const random = generator(`${format}/${name}`);
    for (let index = 0; index < countFor(whole); index += 1) {
      const mutant = mutate(whole, random);
      const outcome = await readReport(bytesOf(mutant, name), index % 3 === 0 ? null : format);
      if (!isProper(outcome) || isPolluted()) expect.fail(`mutant ${index} of ${format}/${name}: ${JSON.stringify(outcome.problems)}`);
    }
  });

  test.each(failing.get(format) ?? [])(
    'a %s that shows a failure never reads as clean when it is cut (a changed byte may make another, valid file)',
    async (name) => {
      const whole = readFileSync(join(samples, format, name));
      for (const [index, end] of cutsOf(whole, generator(`cut ${format}/${name}`)).entries()) {
        const cut = whole.subarray(0, end);
        const outcome = await readReport(bytesOf(cut, name), index % 3 === 0 ? null : format);
        const isTold = isProper(outcome) && !isClean(outcome);
        if (!isTold && ends[format]?.test(cut.toString()) !== true) expect.fail(`${format}/${name} cut at byte ${end} reads as clean`);
      }
    },
  );
});

function countFor(whole: Uint8Array): number {
  return Math.ceil(mutations * Math.min(1, bytesOfSmallSample / whole.length));
}

/** A few damages at once: bytes dropped, doubled, flipped, a name made that of a prototype, the end cut off. */
function mutate(whole: Buffer, random: (below: number) => number): Buffer {
  let mutant = whole;
  for (let damage = random(3); damage >= 0; damage -= 1) {
    const start = random(mutant.length);
    const end = Math.min(mutant.length, start + 1 + random(random(4) === 0 ? 400 : 8));
    switch (random(6)) {
      case 0:
        mutant = Buffer.concat([mutant.subarray(0, start), mutant.subarray(end)]);
        break;
      case 1:
        mutant = Buffer.concat([mutant.subarray(0, end), mutant.subarray(start)]);
        break;
      case 2:
        mutant = Buffer.from(mutant);
        mutant[start] = (mutant[start] ?? 0) ^ (1 << random(8));
        break;
      case 3:
        mutant = withPrototypeName(mutant, start, random);
        break;
      case 4:
        mutant = withLineMoved(mutant, start, random(mutant.length));
        break;
      default:
        mutant = mutant.subarray(0, start);
    }
  }
  return mutant;
}

/** Puts a name of every object's prototype in the place of the next quoted word or XML name. */
function withPrototypeName(whole: Buffer, start: number, random: (below: number) => number): Buffer {
  const name = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'][random(6)] ?? '';
  const rest = whole.subarray(start).toString('latin1');
  const word = /(?<=["'<\s/])[\w.-]+(?=["'\s=>:])/.exec(rest);
  if (word === null) return whole;
  return Buffer.concat([whole.subarray(0, start + word.index), Buffer.from(name), whole.subarray(start + word.index + word[0].length)]);
}

function withLineMoved(whole: Buffer, from: number, to: number): Buffer {
  const start = whole.lastIndexOf(10, from) + 1;
  const next = whole.indexOf(10, from);
  const end = next === -1 ? whole.length : next + 1;
  const rest = Buffer.concat([whole.subarray(0, start), whole.subarray(end)]);
  const place = rest.lastIndexOf(10, to) + 1;
  return Buffer.concat([rest.subarray(0, place), whole.subarray(start, end), rest.subarray(place)]);
}

/** Where to cut: after lines, since what is left may be whole in itself there, and anywhere. */
function cutsOf(whole: Buffer, random: (below: number) => number): number[] {
  const count = countFor(whole);
  const lineEnds: number[] = [];
  for (let at = whole.indexOf(10); at !== -1; at = whole.indexOf(10, at + 1)) lineEnds.push(at, at + 1);
  const chosen = lineEnds.length <= count ? lineEnds : Array.from({ length: count }, () => lineEnds[random(lineEnds.length)] ?? 0);
  return [...chosen, ...Array.from({ length: count }, () => random(whole.length))];
}

function isProper(outcome: ReadOutcome): boolean {
  return (
    outcome.state === 'read' ||
    (outcome.problems.length > 0 && outcome.problems.every(({ code, message }) => code.length > 0 && message.length > 0))
  );
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const namesBefore = prototypes.map((each) => Object.getOwnPropertyNames(each).length);

function isPolluted(): boolean {
  const probe = {};
  return 'polluted' in probe || prototypes.some((each, index) => Object.getOwnPropertyNames(each).length !== namesBefore[index]);
}

/** Failed tests, crossed thresholds, findings. */
function failuresOf(outcome: ReadOutcome): number {
  if (outcome.state === 'refused') return 0;
  const { report } = outcome;
  switch (report.kind) {
    case 'tests':
      return report.tests.filter(({ status }) => status === 'failed').length;
    case 'load':
      return (report.thresholds ?? []).filter(({ held }) => held === false).length;
    case 'findings':
      return report.findings.filter(({ suppressed }) => !suppressed).length;
    default:
      return 0;
  }
}

/** A whole report that could pass an item. */
function isClean(outcome: ReadOutcome): boolean {
  if (outcome.state === 'refused' || outcome.problems.length > 0 || outcome.report.partial.length > 0) return false;
  if (outcome.report.kind === 'tests' && outcome.report.unlisted.length > 0) return false;
  return failuresOf(outcome) === 0;
}

/** The same numbers in each run: mulberry32, seeded by a text. */
function generator(text: string): (below: number) => number {
  let state = 0;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
