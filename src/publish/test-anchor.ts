/**
 * The anchors of tests on the page of their file: of a test's full name alone, so that a link to one holds from build to build and from release to
 * release. Where several tests have one name, the later ones are numbered.
 */
export function testAnchors(tests: readonly { readonly name: string }[]): string[] {
  const seen = new Map<string, number>();
  return tests.map(({ name }) => {
    const anchor = testAnchor(name);
    const number = (seen.get(anchor) ?? 0) + 1;
    seen.set(anchor, number);
    return number === 1 ? anchor : `${anchor}-${number}`;
  });
}

/** The anchor of the first test of a name. */
export function testAnchor(name: string): string {
  return `t-${hash53(name).toString(36)}`;
}

/** A hash of 53 bits (cyrb53, by bryc, in the public domain): no two of a million names are likely to share one. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
