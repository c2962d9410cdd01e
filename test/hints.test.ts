import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as options from '../src/cli/options.ts';
import { problemCodes } from '../src/problem.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ts|astro)$/.test(file))
  .map((file) => join('src', file));
const guides = readdirSync('src/guide').map((file) => join('src/guide', file));
const read = (file: string) => readFileSync(file, 'utf8');

test('every problem code is made somewhere', () => {
  const makers = sources.filter((file) => file !== join('src', 'problem.ts')).map(read);
  expect(problemCodes.filter((code) => !makers.some((text) => text.includes(`'${code}'`)))).toEqual([]);
});

test('every command that a text names exists', () => {
  const commands: string[] = Object.values(options).flatMap((each) =>
    'name' in each && typeof each.name === 'function' ? [each.name()] : [],
  );
  expect(commands).toContain('check');
  const named = ['README.md', 'CONTRIBUTING.md', ...guides, ...sources].flatMap((file) =>
    [...read(file).matchAll(/\breadiness-portal ([a-z][a-z-]+)/g)].map(([, command = '']) => ({ file, command })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ command }) => !commands.includes(command))).toEqual([]);
});
