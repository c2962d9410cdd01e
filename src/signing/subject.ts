import canonicalize from 'canonicalize';
import type { FileDigest } from '../file.ts';
import { sha256 } from '../file.ts';
import type { JsonValue } from '../reports/report.ts';

/** What a sign-off signs: the release, or one layer of it. */
export interface Subject {
  /** `release`, or the layer's id. */
  readonly name: string;
  /** RFC 8785 canonical JSON. */
  readonly canonical: string;
  /** SHA-256 of it, hex. */
  readonly digest: string;
}

/** What a subject holds of an assessment. Marks, statuses and verdicts are as they stand there, also in the words of another rule set. */
export interface SignableAssessment {
  readonly product: string;
  readonly commit: string | null;
  readonly pages: readonly SignablePage[];
}

interface SignablePage {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  readonly sections: readonly { readonly items: readonly SignableItem[] }[];
}

interface SignableItem {
  readonly id: string;
  readonly mark: string;
  readonly status: string;
  readonly citations: readonly {
    readonly file: string;
    readonly selector: string;
    readonly verdict: { readonly state: string };
    readonly sources: readonly FileDigest[];
  }[];
  readonly items: readonly SignableItem[];
}

/**
 * The subject of a release: product, version, commit, the digests of checklist and evidence, and every verdict and status as it is without
 * sign-offs. It holds no clock, so that neither a signature nor a rebuild changes what was signed.
 *
 * @param assessment As `assess` makes it, before any sign-off.
 * @param version The version that the release is, or will be, published as.
 * @param checklist The sources of the checklist, with `portal.yaml` and `waivers.yaml`.
 * @param evidence Every result file of the release.
 */
export function releaseSubject(
  assessment: SignableAssessment,
  version: string,
  checklist: readonly FileDigest[],
  evidence: readonly FileDigest[],
): Subject {
  return subject('release', assessment, version, {
    checklist: sorted(checklist),
    evidence: sorted(evidence),
    items: assessment.pages.flatMap(itemsOf).map(itemValue),
  });
}

/** The subject of one layer: the digests of its own source and of the evidence that it cites, and its own verdicts and statuses. */
export function layerSubject(
  assessment: SignableAssessment,
  version: string,
  page: SignablePage,
  checklist: readonly FileDigest[],
): Subject {
  const items = itemsOf(page);
  const cited = new Map(
    items.flatMap(({ citations }) =>
      citations.flatMap(({ sources }) => sources.map(({ file, digest }) => [file, { file, digest }] as const)),
    ),
  );
  return subject(page.id, assessment, version, {
    checklist: sorted(checklist.filter(({ file }) => file === page.file)),
    evidence: sorted([...cited.values()]),
    items: items.map(itemValue),
  });
}

/** SHA-256 of a value's canonical JSON, hex, with that JSON. Throws for what JSON cannot hold, which no typed value is. */
export function canonicalDigest(value: unknown): { readonly canonical: string; readonly digest: string } {
  const canonical = canonicalize(value);
  if (canonical === undefined) throw new TypeError('a value without JSON has no digest');
  return { canonical, digest: sha256(canonical) };
}

function subject(
  name: string,
  { product, commit }: SignableAssessment,
  version: string,
  content: { readonly [key: string]: JsonValue },
): Subject {
  return { name, ...canonicalDigest({ subject: name, product, version, commit, ...content }) };
}

/** Every item of a page, parents before their children. */
function itemsOf({ sections }: SignablePage): SignableItem[] {
  const flatten = (item: SignableItem): SignableItem[] => [item, ...item.items.flatMap(flatten)];
  return sections.flatMap(({ items }) => items.flatMap(flatten));
}

function itemValue({ id, mark, status, citations }: SignableItem): JsonValue {
  return { id, mark, status, citations: citations.map(({ file, selector, verdict }) => ({ file, selector, verdict: verdict.state })) };
}

function sorted(files: readonly FileDigest[]): { readonly file: string; readonly digest: string }[] {
  return files.map(({ file, digest }) => ({ file, digest })).sort((a, b) => (a.file < b.file ? -1 : 1));
}
