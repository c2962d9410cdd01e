import { z } from 'zod';
import { commitForm } from '../commit.ts';
import { webAddress } from '../web-address.ts';

const instant = z.iso.datetime({ offset: true, error: 'write an instant with its zone: 2026-11-23T09:03:33Z' });
const commit = z.string().regex(commitForm, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no whole commit: write all 40 or 64 digits that \`git rev-parse ${/^[\da-f]{4,}$/i.test(String(input)) ? input : 'HEAD'}\` prints`,
});
const toolName = z.object({ name: z.string(), version: z.string().nullish() });

/** `results/next/run.json`: the release in preparation. */
export const ReleaseRun = z.object({
  product: z.string().min(1).describe('The product’s name'),
  version: z.string().min(1).describe('The version in preparation, SemVer'),
  commit: commit.nullish().describe('The whole hash of the commit that the evidence must be of; without it all evidence is unproven'),
  ref: z.string().nullish().describe('The branch or tag'),
  committed: instant.nullish().describe('When the commit was made'),
});
export type ReleaseRun = z.output<typeof ReleaseRun>;

/** `run.json` of a CI job: where its files come from. */
export const JobRun = z.object({
  job: z.string().min(1).describe('The job’s name, as its folder'),
  commit: commit.describe('The whole hash of the commit that it ran on; of a pull request that is the merge that was checked out'),
  head: commit.nullish().describe('Of a pull request: the commit that its author pushed'),
  ref: z.string().nullish(),
  committed: instant.nullish(),
  started: instant.nullish(),
  finished: instant.describe('When it ended'),
  attempt: z.int().positive().nullish().describe('1 for the first; the highest decides'),
  shard: z
    .object({ index: z.int().positive(), total: z.int().positive() })
    .refine(({ index, total }) => index <= total, 'a shard’s index is at most its total')
    .nullish(),
  url: z
    .url({ protocol: /^https?$/, error: 'write an address that begins with https:// or http://' })
    .overwrite((url) => webAddress(url) ?? url)
    .nullish()
    .describe('The run in CI'),
  commands: z.array(
    z.object({
      command: z.string(),
      exitCode: z.int(),
      files: z
        .array(z.string())
        .nullish()
        .describe('What it wrote, from the folder of this file, from its job’s, or from results/next/; * and ** match as usual'),
    }),
  ),
  changed: z
    .array(z.string())
    .nullish()
    .describe(
      'Tracked files that differed from the commit, from the top of the repository: where there are any, the job proves nothing of it',
    ),
  directory: z
    .string()
    .nullish()
    .catch(null)
    .describe('The folder that it ran in, from the top of the repository; . for the top. Places in its files are linked by it'),
  modules: z
    .record(z.string(), z.string())
    .nullish()
    .catch(null)
    .meta({
      description: 'What paths in its files begin with, such as a Go module, and the folder of the repository that each stands for',
      examples: [{ 'forge.example/team/product': 'backend' }],
    }),
  environment: z
    .object({ name: z.string().min(1) })
    .catchall(z.unknown())
    .nullish()
    .describe('Where it ran: name, and versions by name'),
  files: z.record(z.string(), z.object({ format: z.string().nullish(), tool: toolName.nullish() })).nullish(),
  notes: z.array(z.string()).nullish(),
});
export type JobRun = z.output<typeof JobRun>;
