/** No real report nests deeper; a deeper one is an attack on recursive code. */
export const maxDepth = 64;

/** The longest line of a real stream seen was 2 MB; beyond this, memory would be the writer's to decide. In UTF-16 units. */
export const maxLineLength = 16 * 1024 * 1024;

/** What a job may deliver as one file, in bytes. A k6 point stream of an hour stays below it. */
export const maxFileBytes = 1024 * 1024 * 1024;

/** Text compresses 5 to 40 times; a file that expands more is a bomb. */
export const maxExpansion = 200;

/** A document that has to be held as a whole takes about six times as many bytes of memory, parsed. In UTF-16 units. */
export const maxDocumentLength = 64 * 1024 * 1024;

/** How much of a file's opening decides what it is. In UTF-16 units. */
export const openingLength = 256 * 1024;

/** A suite that makes a test of each row of its data still has fewer; beyond it, memory would be the writer's to decide. */
export const maxTests = 1_000_000;
