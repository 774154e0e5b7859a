import sharp from 'sharp';
import { afterEach, expect, it, vi } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { mayBeAnimated, renderFirstFrame, typeOfAnimation } from './animation';

const FRAMES = [flat(30, 20, [200, 0, 0]), flat(30, 20, [0, 0, 200])];
const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);
const still = sharp({ create: { width: 30, height: 20, channels: 3, background: 'teal' } });

it('an animated GIF, WebP, PNG or AVIF may be animated', async () => {
  expect(await mayBeAnimated(blob(await animation(FRAMES, { delays: [100, 100] })))).toBe(true);
  const webp = await sharp(await animation(FRAMES, { delays: [100, 100] }), { animated: true })
    .webp()
    .toBuffer();
  expect(await mayBeAnimated(blob(webp))).toBe(true);
  const png = await still.clone().png().toBuffer();
  const apng = Buffer.concat([png.subarray(0, 33), Buffer.from('\0\0\0\x08acTL\0\0\0\x02\0\0\0\0crc!', 'latin1'), png.subarray(33)]);
  expect(await mayBeAnimated(blob(apng))).toBe(true);
  expect(await mayBeAnimated(blob(Buffer.from('\0\0\0\x20ftypavis\0\0\0\0avifmif1', 'latin1')))).toBe(true);
});

it.each(['jpeg', 'png', 'webp', 'avif'] as const)('a still %s is not animated', async (format) => {
  expect(await mayBeAnimated(blob(await still.clone().toFormat(format).toBuffer()))).toBe(false);
});

it('a text file or an empty file is not animated', async () => {
  expect(await mayBeAnimated(blob(Buffer.from('GIF?')))).toBe(false);
  expect(await mayBeAnimated(blob(Buffer.alloc(0)))).toBe(false);
});

afterEach(() => vi.unstubAllGlobals());

/** Stubs the browser's canvas. @param drawn called before it returns the drawing */
function stubCanvas(drawn: () => void): void {
  const canvas = {
    getContext: () => ({ drawImage: () => {} }),
    toBlob(done: (still: Blob | null) => void) {
      drawn();
      done(new Blob(['still']));
    },
  };
  vi.stubGlobal('document', { createElement: () => canvas });
}

const image = { naturalWidth: 300, naturalHeight: 200 } as HTMLImageElement;

it('the first frame of an animation gets an object URL, but not after opening was cancelled', async () => {
  const created = vi.spyOn(URL, 'createObjectURL');
  stubCanvas(() => {});
  const url = await renderFirstFrame(image, new AbortController().signal);
  expect(created.mock.results.map(({ value }) => value)).toEqual([url]);
  URL.revokeObjectURL(String(url));
  const opening = new AbortController();
  stubCanvas(() => opening.abort());
  expect(await renderFirstFrame(image, opening.signal)).toBeNull();
  expect(created).toHaveBeenCalledTimes(1);
  created.mockRestore();
});

it('names the formats that the server shows moving', async () => {
  const types = await Promise.all(
    (['gif', 'webp', 'png'] as const).map(async (format) => typeOfAnimation(await animation(FRAMES, { delays: [100, 100], format }))),
  );
  expect(types).toEqual(['image/gif', 'image/webp', 'image/png']);
  expect([typeOfAnimation(await still.clone().avif().toBuffer()), typeOfAnimation(new Uint8Array())]).toEqual([null, null]);
});
