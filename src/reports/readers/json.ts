import { z } from 'zod';
import { defineJsonReader } from '../reader.ts';

/**
 * Any JSON document (RFC 8259). It proves what a JSON Pointer into it selects, and nothing as a whole; counts nothing.
 * Never recognised by itself: a file is taken as `json` where it is declared so, or where no other reader knows it and a pointer cites it.
 */
export const json = defineJsonReader({
  format: 'json',
  kind: 'json',
  guide: {
    title: 'Any JSON document',
    source: 'https://www.rfc-editor.org/rfc/rfc8259',
    make: 'what your own script writes',
    selectors: [
      { selector: '#/groups/webhooks/requestedPercent', selects: 'the value at a JSON Pointer (RFC 6901)' },
      { selector: '#/failed', selects: 'true passes, false fails, a number needs a criterion' },
    ],
    unit: 'one value',
    unproven: 'a pointer that leads nowhere; a criterion with a unit against a number whose key ends in none',
  },
  unlike: () => null,
  schema: z.unknown(),
  report: () => ({ kind: 'json', tool: null, partial: [] }),
});
