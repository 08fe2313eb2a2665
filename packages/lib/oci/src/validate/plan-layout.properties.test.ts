import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { digestFrom, platformOf, PLATFORM_IDS, sha256 } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';
import fc from 'fast-check';

import { MEDIA_TYPES } from '../documents/media-types';
import { type LayerFacts, type LayoutRequest, planLayout } from '../documents/plan-layout';
import { writeLayout } from '../write-layout';
import { describeProblem } from './problem';
import { validateLayout } from './validate-layout';

function layerOf(content: Uint8Array, createdBy: string | null, isGzip: boolean): LayerFacts {
  const bytes = isGzip ? gzipSync(content) : Buffer.from(content);
  const mediaType = isGzip ? MEDIA_TYPES.gzipLayer : MEDIA_TYPES.tarLayer;
  const descriptor = { mediaType, digest: digestFrom(sha256(bytes)), size: bytes.length };
  return { diffId: digestFrom(sha256(content)), createdBy: createdBy ?? 'x', blob: { descriptor, content: bytes } };
}

const text = fc.string({ unit: 'grapheme' });
const words = fc.array(text, { maxLength: 3 });
const dictionary = fc.dictionary(text, text, { maxKeys: 3 });
const layer = fc
  .tuple(fc.uint8Array({ maxLength: 2000 }), fc.option(text), fc.boolean())
  .map((facts) => layerOf(...facts));
const settings = fc.record(
  { cmd: words, entrypoint: words, env: dictionary, labels: dictionary, user: text, volumes: words, stopSignal: text },
  { requiredKeys: [] },
);

const request: fc.Arbitrary<LayoutRequest> = fc.record({
  name: text,
  refName: text,
  version: fc.option(text),
  settings,
  annotations: dictionary,
  images: fc.uniqueArray(fc.constantFrom(...PLATFORM_IDS), { minLength: 1, maxLength: 4 }).chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({
          platform: fc.constant(platformOf(id).oci),
          layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
          sourceDate: fc.integer({ min: 0, max: 4_000_000_000 }),
        }),
      ),
    ),
  ),
});

it('writes layouts in which nothing is wrong, whatever is planned', () =>
  inTemporaryDirectory(async (home) => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(request, async (wanted) => {
        const layout = join(home, String(count++));
        await writeLayout(layout, planLayout(wanted));
        expect((await validateLayout(layout)).map(describeProblem)).toEqual([]);
      }),
      { seed: 15, numRuns: 150 },
    );
  }));
