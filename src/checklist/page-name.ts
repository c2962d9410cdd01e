import type { PageKind } from './checklist.ts';

/** What the name of a checklist file says: `content/checklist/1-code-audit.md` is layer 1 with the id `code-audit`. Null where it says nothing. */
export function pageOf(file: string): { readonly id: string; readonly kind: PageKind; readonly number: number | null } | null {
  const name = /([^/]+)\.md$/.exec(file)?.[1] ?? '';
  if (name === 'gates' || name === 'sign-off' || name === 'post-release') return { id: name, kind: name, number: null };
  const layer = /^(\d{1,3})-([\p{L}\p{N}][\p{L}\p{M}\p{N}-]*)$/u.exec(name);
  // A sign-off of the release as a whole is given for `release`.
  if (layer?.[2] === 'release') return null;
  return layer?.[1] === undefined || layer[2] === undefined ? null : { id: layer[2], kind: 'layer', number: Number(layer[1]) };
}
