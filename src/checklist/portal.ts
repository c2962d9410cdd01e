import { z } from 'zod';
import { isSiteAddress, webAddress } from '../web-address.ts';
import { slugPattern } from './slug.ts';

/** The kinds of forges whose addresses of code are known. */
export const forges = ['github', 'gitlab', 'bitbucket', 'gitea'] as const;
export type Forge = (typeof forges)[number];

/** How long something counts, in days, as people write it. */
export const days = z.string('write a number of days: 90 days').regex(/^\d+ days?$/, 'write a number of days: 90 days');

/** A path without a root, `.`, `..` and empty names; undefined for what is none. */
const pathOf = (path: string) =>
  /^(?!\.{1,2}(?:\/|$))[^/\\:\p{Cc}]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\:\p{Cc}]+)*$/u.test(path) ? path : undefined;

/** An address of the web without a user or a password. */
export const address = z
  .url({ protocol: /^https?$/, error: 'write an address that begins with https:// or http://' })
  .refine((url) => (webAddress(url) ?? url) === url, 'leave the user and the password out of it');

const role = z
  .strictObject({
    title: z.string().min(1).describe('What the sign-off page calls the role: Backend Engineer'),
    layers: z.array(z.string()).optional().describe('The layers that the role may sign; any where it says nothing'),
    people: z
      .array(z.string())
      .optional()
      .describe('The principals of content/trust/allowed_signers who hold the role; any listed signer where it says nothing'),
  })
  .meta({ examples: [{ title: 'Tech Lead' }] });

/** `content/portal.yaml`: what the portal is about, and its rules. */
export const Portal = z.strictObject({
  product: z
    .string()
    .min(1)
    .meta({ description: 'The product’s name', examples: ['Demo'] }),
  description: z.string().optional().describe('One sentence on what the product is'),
  repository: address.optional().describe('Where its source is'),
  forge: z.enum(forges).optional().describe('What the repository is on, where the name of its host does not say it; gitea is Forgejo too'),
  directory: z
    .string()
    .refine((path) => path === '.' || pathOf(path) === path, 'write a path from the top of the repository: portal, or . for its top')
    .optional()
    .meta({
      description: 'Where the folder of content/ and results/ stands in the repository; without it no line of the checklist is linked',
      examples: ['.'],
    }),
  site: address
    .refine(
      (url) => !URL.canParse(url) || isSiteAddress(url),
      'write its path in letters, digits and . _ ~ - alone: https://example.org/portal/',
    )
    .optional()
    .describe('The address under which the portal is published, with its path'),
  freshness: z
    .strictObject({
      default: days.optional().describe('How long after a job’s end its results count: 90 days. Without it they never grow stale'),
      jobs: z
        .record(z.string(), days)
        .meta({ description: 'Other limits, by job', examples: [{ load: '30 days' }] })
        .optional(),
    })
    .meta({ examples: [{ default: '90 days' }] })
    .optional(),
  layers: z
    .record(
      z.string(),
      z
        .strictObject({ blocking: z.boolean().describe('false: the layer is shown and does not keep the release from being ready') })
        .meta({ examples: [{ blocking: false }] }),
    )
    .meta({ examples: [{ operations: { blocking: false } }] })
    .optional(),
  roles: z
    .record(z.string().regex(slugPattern, 'write an id: tech-lead'), role)
    .meta({ examples: [{ 'tech-lead': { title: 'Tech Lead' } }] })
    .optional(),
  secrets: z
    .array(
      z.strictObject({
        sha256: z
          .string()
          .regex(/^[\da-f]{64}$/i, 'write the SHA-256 that the refusal names')
          .describe('The SHA-256 of what looks like a secret'),
        because: z.string().trim().min(1, 'say why').describe('Why it may be published'),
      }),
    )
    .meta({
      description: 'What looks like a secret, and may be published all the same',
      examples: [[{ sha256: '0'.repeat(64), because: 'It opens nothing' }]],
    })
    .default([]),
  signOffs: z
    .strictObject({
      layers: z.enum(['required', 'optional']).default('required').describe('Whether each layer with a sign-off line needs one role'),
      release: z.enum(['required', 'optional']).default('required').describe('Whether every role of the sign-off page must sign'),
      onePersonMayHoldSeveralRoles: z.boolean().default(false),
    })
    .meta({ examples: [{ layers: 'optional' }] })
    .prefault({}),
});
export type Portal = z.output<typeof Portal>;

/** Stands for a `portal.yaml` that cannot be read, while the rest is. */
export const unknownPortal = Portal.parse({ product: 'unknown' });

/** How many days after its end a job's results count; null for ever. */
export function freshnessDays({ freshness }: Portal, job: string): number | null {
  const own = freshness?.jobs;
  const days = (own !== undefined && Object.hasOwn(own, job) ? own[job] : undefined) ?? freshness?.default;
  return days === undefined ? null : Number.parseInt(days, 10);
}

/** Whether a layer keeps the release from being ready. */
export function isBlocking({ layers }: Portal, page: string): boolean {
  return layers === undefined || !Object.hasOwn(layers, page) || layers[page]?.blocking !== false;
}
