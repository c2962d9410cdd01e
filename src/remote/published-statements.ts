import { z } from 'zod';
import { sha256 } from '../file.ts';
import { type Problem, problem } from '../problem.ts';
import { attestationOf } from '../publish/attestation.ts';
import { badgesOf } from '../publish/badges.ts';
import { filesOfReleases, inventoryFile, readInventory } from '../publish/inventory.ts';
import { recordFiles, recordsDocument } from '../publish/records-document.ts';
import type { SoundRelease } from '../release/history.ts';
import type { SignedRelease } from '../release/signed-release.ts';
import { parseJsonBytes, type Site } from './published-site.ts';

/** A file of a published release that is not what the site's own list of files says, and a statement in one that does not hold. */
export async function checkStatements(site: Site, release: SoundRelease, signed: SignedRelease): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const statement of statementsOf(release, signed)) {
    const fault = await faultOf(site, statement);
    if (fault !== null) found.push(problem('INTEGRITY', { file: statement.file }, fault, rebuilt));
  }
  return [...(await checkFiles(site, release.version)), ...found];
}

const rebuilt = 'build and publish the site again';

/** A document of the site, and what it has to say. */
interface Statement {
  readonly file: string;
  /** What it says, as a text to compare; null where it is no such document. */
  readonly said: (document: unknown) => string | null;
  readonly expected: string;
}

const File = z.object({ file: z.string(), digest: z.string() });
const Records = z.object({ signOffs: z.array(File), withdrawals: z.array(File.extend({ signature: File.nullable() })) });
const Entry = z.object({ state: z.string(), snapshot: z.object({ digest: z.string(), manifest: z.string() }) });
const Attested = z.object({
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()).optional() })),
  predicate: z.object({ properties: z.array(z.string()) }),
});
const Badge = z.object({ color: z.string() });

/** What a release comes to, of all that a site says of it. Of one that is not rechecked only digests are known. */
function statementsOf(release: SoundRelease, signed: SignedRelease): Statement[] {
  const { version, digest, manifest } = release;
  const own = release.rules === 'own';
  const { assessment } = signed;
  const attestation = attestationOf(release, signed);
  const [overall] = badgesOf(assessment);
  return [
    statement(`releases/${version}/records.json`, Records, filesOf, recordsDocument(release)),
    statement(`api/v1/releases/${version}.json`, Entry, ({ state, snapshot }) => [own ? state : '', snapshot.digest, snapshot.manifest], {
      state: assessment.state,
      snapshot: { digest, manifest },
    }),
    statement(
      `releases/${version}/release.intoto.json`,
      Attested,
      ({ subject, predicate }) => [...subject.map((each) => JSON.stringify(each.digest ?? null)), ...(own ? predicate.properties : [])],
      attestation,
    ),
    ...(own && overall !== undefined
      ? [statement(`badges/${version}/overall.json`, Badge, ({ color }) => [color], { color: overall.color })]
      : []),
  ];
}

function statement<Shape>(file: string, schema: z.ZodType<Shape>, facts: (document: Shape) => string[], expected: Shape): Statement {
  const textOf = (document: Shape) => facts(document).sort().join('\n');
  return {
    file,
    said: (document) => {
      const checked = schema.safeParse(document);
      return checked.success ? textOf(checked.data) : null;
    },
    expected: textOf(expected),
  };
}

function filesOf(records: z.output<typeof Records>): string[] {
  return recordFiles(records).map(({ file, digest }) => `${digest} ${file}`);
}

async function faultOf(site: Site, { file, said, expected }: Statement): Promise<string | null> {
  const bytes = await site(file);
  if (bytes === null) return 'it is gone';
  const found = said(parseJsonBytes(bytes));
  if (found === expected) return null;
  return found === null ? 'this is no such document' : 'it says something else of the release than what the release comes to';
}

/** Every file of a release by the list of the site's own files. */
async function checkFiles(site: Site, version: string): Promise<Problem[]> {
  const bytes = await site(inventoryFile);
  const inventory = bytes === null ? null : readInventory(Buffer.from(bytes).toString());
  if (inventory === null) {
    const message = 'it is gone, or no list of files: nothing says which pages are those that were built';
    return [problem('INTEGRITY', { file: inventoryFile }, message, rebuilt)];
  }
  const found: Problem[] = [];
  for (const [file, digest] of filesOfReleases(inventory).get(version) ?? []) {
    const own = await site(file);
    if (own !== null && sha256(own) === digest) continue;
    found.push(
      problem('INTEGRITY', { file }, own === null ? 'it is gone' : `it is not what was built, with the SHA-256 ${digest}`, rebuilt),
    );
  }
  return found;
}
