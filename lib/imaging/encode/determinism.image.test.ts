import { afterAll, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { animation } from '@/testing/animations';
import { sampledRows } from '@/testing/effort';
import { heic } from '@/testing/heic';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster } from '@/testing/pictures';
import { landscape, storedFor } from '@/testing/reference';
import { world } from '@/testing/world';
import type { InputFormat } from '../media-types';
import type { RenditionName } from '../types';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

const picture = landscape(120, 80);
/** Luminance hardly changes between frames, so that nothing flashes. */
const frames = [0, 4, 8].map((by) => ({ ...picture, data: picture.data.map((value) => Math.min(255, value + by)) }));
const moving = (format: 'gif' | 'webp' | 'png') => animation(frames, { delays: [200, 300, 400], format });

const UPLOADS: Record<string, () => Promise<Uint8Array> | Uint8Array> = {
  HEIC: () => heic('landscape'),
  'HEIC with irot': () => heic('turned-90'),
  'HEIC grid': () => heic('grid'),
  'animated GIF': () => moving('gif'),
  'animated WebP': () => moving('webp'),
  'animated WebP with EXIF orientation 6': () =>
    animation(
      frames.map((frame) => storedFor(frame, 6)),
      { delays: [200, 300, 400], format: 'webp', orientation: 6 },
    ),
  'animated PNG': () => moving('png'),
  TIFF: () => fromRaster(picture).tiff({ compression: 'lzw' }).toBuffer(),
};

/** Renditions made during the upload, and renditions made on demand. */
const NAMES: readonly Partial<RenditionName>[] = [
  { size: 64, format: 'webp' },
  { size: 64, format: 'webp', still: true },
  { size: 512, format: 'webp' },
  { size: 40, format: 'webp' },
  { size: 'full', format: 'png' },
  { size: 'full', format: 'jpg' },
  { size: 'full', format: 'avif' },
];

const ACCEPTED: readonly InputFormat[] = ['gif', 'webp', 'png', 'heic', 'tiff'];

const tests = Object.entries(UPLOADS).flatMap(([name, make]) => [0, 90, 33].map((rotate) => [name, rotate, make] as const));

it.each(sampledRows(4, tests))(
  '%s, rotated by %i degrees, gives the same bytes for every uploader, one after another or in parallel',
  async (_name, rotate, make) => {
    const bytes = await make();
    const crop = { x: 20, y: 10, width: 60, height: 60, rotate };
    const renditions = async (isRestarted = false) => {
      const person = await world(records(), {}, { heic: thread.decode });
      await person.avatars.replace(person.change, { bytes, crop, accepted: ACCEPTED });
      // From here on, renditions require decoding the original again.
      if (isRestarted) person.restart();
      const created: string[] = [];
      // One by one, because the HEIC queue is limited.
      for (const name of NAMES) created.push(Buffer.from(await person.served(name)).toString('base64'));
      return created;
    };
    const first = await renditions();
    for (const again of [await renditions(true), ...(await Promise.all([renditions(), renditions(true)]))]) expect(again).toEqual(first);
  },
);
