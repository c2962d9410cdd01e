import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { countStatuses } from '../../src/assessment/counts.ts';
import { drawShareImage } from '../../src/build/draw-share-image.ts';
import { shareImageSize } from '../../src/views/share-image.ts';

const assessment: Assessment = {
  product: 'Teapot & Kettle <b>',
  version: '2.0.0',
  commit: null,
  committed: null,
  assessedAt: '2026-11-24T12:00:00.000Z',
  staleAfter: null,
  state: 'not-ready',
  counts: countStatuses(['contradicted', 'failing', 'verified', 'verified', 'waived']),
  pages: [],
  signOffs: [],
  waivers: [],
  uncited: [],
};
const latest = { version: '1.0.0', state: 'ready' } as const;
const digestOf = (bytes: Uint8Array | null) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

test('the picture of a site is a PNG of the size that others ask for, the same bytes on every machine and on every day', async () => {
  const drawn = await drawShareImage(assessment, latest);
  const header = new DataView((drawn ?? new Uint8Array(24)).buffer);
  expect(new TextDecoder().decode(drawn?.slice(1, 4))).toBe('PNG');
  expect({ width: header.getUint32(16), height: header.getUint32(20) }).toEqual(shareImageSize);
  // Changes with the drawing, the renderer or the typeface, and with nothing else.
  expect(digestOf(drawn)).toBe('ad8a6a436f9712fdbaf85ea572888fc9d29296a3dbcccc0ce25e12b8f1527e75');
  expect(digestOf(await drawShareImage({ ...assessment, assessedAt: '2027-01-01T00:00:00.000Z' }, latest))).toBe(digestOf(drawn));
});

test('a name with signs that the typeface lacks is not drawn with holes', async () => {
  expect(await drawShareImage({ ...assessment, product: '\u6f22\u5b57' }, latest)).toBeNull();
  expect(await drawShareImage({ ...assessment, product: 'Ćwikła, Ελλάδα, Привет' }, null)).not.toBeNull();
});
