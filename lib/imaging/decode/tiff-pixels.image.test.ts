import { describe, expect, it } from 'vitest';
import { addTolerance, expectLike } from '@/testing/corpus/expect';
import { EXACT, type Nearness } from '@/testing/corpus/picture';
import { COLOURS, COMPRESSIONS, EXTRA_SAMPLES } from '@/testing/corpus/tiff-colours';
import { LAYOUTS, PAGES } from '@/testing/corpus/tiff-layouts';
import { CHART, SIDE } from '@/testing/corpus/tiff-page';
import { sampledRows } from '@/testing/effort';
import { pixels } from '@/testing/pictures';
import { encodePreview } from '../encode/preview';
import { cropPixels } from '../geometry/extract';
import { decodeHeader } from './header';

const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE, rotate: 0 };

/** Error added by the WebP of a preview. */
const PREVIEW: Nearness = { mean: 3, patch: 1.5 };

/** Edges between patches are blurred by scaling. */
const SCALED: Nearness = { mean: 4, patch: 1 };

describe.each(Object.entries({ PAGES, LAYOUTS, EXTRA_SAMPLES, COLOURS, COMPRESSIONS }))('%s', (_kind, variants) => {
  const rows = variants.map((variant) => [variant.name, variant] as const);
  it.each(sampledRows(3, rows))('a TIFF is decoded correctly: %s', async (_name, variant) => {
    const { shows = CHART, near = EXACT } = variant;
    const file = await variant.file();
    const source = await decodeHeader(file, ['tiff']);
    expect(source).toMatchObject({ format: 'tiff', width: SIDE, height: SIDE, frames: 1 });
    expectLike(await cropPixels(file, source, WHOLE, SIDE), shows, near, 'the square');
    expectLike(await pixels((await encodePreview(file)).bytes), shows, addTolerance(near, PREVIEW), 'the preview');
    // Scaling premultiplies with alpha, and must not premultiply with another sample.
    expectLike(await cropPixels(file, source, WHOLE, SIDE / 2), shows, addTolerance(near, SCALED), 'half the square');
  });
});
