import { describe, expect, it } from 'vitest';
import { encodeGif, type GifFrame } from '@/testing/corpus/gif-codec';
import { MAX_GIF_SEARCHED_BYTES } from '../limits';
import { sharp } from '../sharp';
import { GRAPHIC_CONTROL_LABEL, gifBlocks } from './gif';
import { withTransparentDisposal } from './gif-disposal';

const SIDE = 32;
const grey = Array.from({ length: 256 }, (_, index) => [index, index, index] as const);

const gif = (...frames: GifFrame[]) => encodeGif({ width: SIDE, height: SIDE, palette: grey, frames });

const whole = (fields: Partial<GifFrame> = {}): GifFrame => ({ width: SIDE, height: SIDE, at: () => 40, disposal: 1, ...fields });
const small = (fields: Partial<GifFrame> = {}): GifFrame => ({ width: 4, height: 4, at: () => 200, disposal: 1, ...fields });

/** Packed fields and transparent colour index of each Graphic Control Extension. */
function controls(file: Uint8Array): number[][] {
  const found = [...gifBlocks(file)].filter(({ label }) => label === GRAPHIC_CONTROL_LABEL);
  return found.map(({ start }) => [file[start + 3] ?? 0, file[start + 6] ?? 0]);
}

async function frames(file: Uint8Array) {
  const { data, info } = await sharp(file, { animated: true }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const size = SIDE * SIDE * 4;
  return Array.from({ length: info.height / SIDE }, (_, at) => data.subarray(at * size, (at + 1) * size));
}

const at = (frame: Buffer | undefined, x: number, y: number) => [...(frame?.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 4) ?? [])];

describe('a GIF frame with disposal method 2 and no transparent colour', () => {
  it.each([
    ['when no other frame has one either', {}],
    ['when other frames have one', { transparent: 9 }],
  ])('is cleared to transparency, %s', async (_what, fields) => {
    const file = gif(whole(fields), small({ left: 8, top: 8, disposal: 2 }), small(fields));
    const [first, second, third] = await frames(withTransparentDisposal(file));
    expect([at(first, 9, 9), at(second, 9, 9), at(third, 9, 9), at(third, 20, 20)]).toEqual([
      [40, 40, 40, 255],
      [200, 200, 200, 255],
      [0, 0, 0, 0],
      [40, 40, 40, 255],
    ]);
  });

  it('gets an unused colour as its transparent colour, and loses no pixel', async () => {
    // Uses every colour index but 77, each at most once until the last row.
    const busy = whole({ at: (x, y) => ((y * SIDE + x) % 256 === 77 ? 78 : (y * SIDE + x) % 256), disposal: 2 });
    const file = gif(busy, small());
    const patched = withTransparentDisposal(file);
    expect(controls(patched)).toEqual([
      [(2 << 2) | 1, 77],
      [1 << 2, 0],
    ]);
    const [[before], [after, next]] = [await frames(file), await frames(patched)];
    expect(Buffer.compare(before ?? Buffer.alloc(0), after ?? Buffer.alloc(1))).toBe(0);
    expect(at(next, 20, 20)).toEqual([0, 0, 0, 0]);
  });

  it('keeps its pixels when its LZW codes grow to 12 bits and the table is cleared', async () => {
    const grain = { type: 'gaussian' as const, mean: 128, sigma: 80 };
    const noise = sharp({ create: { width: 300, height: 300, channels: 3, background: 'gray', noise: grain } });
    const one = await noise.gif({ colours: 250, dither: 0 }).toBuffer();
    const control = one.indexOf(Buffer.from([0x21, 0xf9, 4]));
    one.writeUInt8(2 << 2, control + 3);
    const file = Buffer.concat([one.subarray(0, -1), gif(small()).subarray(13 + 768)]);
    const patched = withTransparentDisposal(file);
    expect(controls(patched)[0]?.[0]).toBe((2 << 2) | 1);
    const [before, after] = await Promise.all([file, patched].map((bytes) => sharp(bytes).ensureAlpha().raw().toBuffer()));
    expect(Buffer.compare(before ?? Buffer.alloc(0), after ?? Buffer.alloc(1))).toBe(0);
  });
});

describe('a GIF is not changed', () => {
  const allColours = whole({ at: (x, y) => (y * SIDE + x) % 256, disposal: 2 });

  it.each([
    ['when no frame has disposal method 2', gif(whole(), small({ disposal: 3 }), small())],
    ['when only the last frame has it', gif(whole(), small({ disposal: 2 }))],
    ['when the next frame covers the cleared one', gif(whole({ disposal: 2 }), whole({ disposal: 2 }), whole())],
    ['when the cleared frame has a transparent colour', gif(whole({ disposal: 2, transparent: 3 }), small())],
    ['when the cleared frame uses all 256 colours', gif(allColours, small())],
    ['when it is not a GIF', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('%s', (_what, file) => {
    expect(withTransparentDisposal(file)).toBe(file);
  });

  it('beyond the maximum number of searched bytes', () => {
    const side = Math.ceil(Math.sqrt(MAX_GIF_SEARCHED_BYTES));
    const large = whole({ width: side, height: side, disposal: 2 });
    const file = gif(large, small({ disposal: 2 }), small({ left: 9 }));
    expect(withTransparentDisposal(file)).toBe(file);
  });

  it('in length, wherever it is truncated', () => {
    const file = gif(whole({ disposal: 2 }), small({ disposal: 2 }), small());
    for (let length = 0; length < file.length; length += 3) expect(withTransparentDisposal(file.subarray(0, length))).toHaveLength(length);
  });
});
