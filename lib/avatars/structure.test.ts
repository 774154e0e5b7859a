import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { animation, flat } from '@/lib/testing/animations';
import { heic } from '@/lib/testing/heic';
import { fromRaster, photo } from '@/lib/testing/pictures';
import { landscape } from '@/lib/testing/reference';
import { box } from '@/lib/testing/zoo/tails';
import { cropPixels } from './cut';
import { decodeHeader } from './decode';
import { JPEG_BYTES_PER_MARK, MAX_BLOCKS, MAX_FRAMES, MAX_GIF_PADDING, MAX_GIF_PIECES, MAX_METADATA_BYTES, MAX_SCANS } from './limits';
import { sharp } from './sharp';
import { measureStructure } from './structure';

const picture = () => fromRaster(landscape(64, 64));
const still = { frames: 1, scans: 1 };

function chunk(type: string, data: Uint8Array): Buffer {
  const block = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.byteLength);
  checksum.writeUInt32BE(crc32(block));
  return Buffer.concat([length, block, checksum]);
}

/** With these chunks behind its header. */
async function png(...chunks: Buffer[]): Promise<Buffer> {
  const whole = await picture().png().toBuffer();
  return Buffer.concat([whole.subarray(0, 33), ...chunks, whole.subarray(33)]);
}

/** With so many segments of this marker and length (with marker and length field) behind its start. */
async function jpeg(marker: number, length: number, count: number): Promise<Buffer> {
  const whole = await picture().jpeg().toBuffer();
  const segment = Buffer.alloc(length);
  segment.set([0xff, marker, (length - 2) >> 8, (length - 2) & 0xff]);
  return Buffer.concat([whole.subarray(0, 2), ...Array.from({ length: count }, () => segment), whole.subarray(2)]);
}

/** So many frames of one pixel. */
function gif(frames: number, ...extensions: Buffer[]): Buffer {
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 5, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  const start = Buffer.from('GIF89a\x08\0\x08\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  return Buffer.concat([start, ...extensions, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}

async function animatedWebp(): Promise<Buffer> {
  const shades = [10, 120, 240].map((shade) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background: { r: shade, g: 9, b: 9 } } }),
  );
  const pages = await Promise.all(shades.map((shade) => shade.png().toBuffer()));
  return sharp(pages, { join: { animated: true } })
    .webp()
    .toBuffer();
}

describe('what a file is made of', () => {
  it('a picture without anything around it has hardly a byte that is not pixels', async () => {
    for (const bytes of [
      await picture().jpeg().toBuffer(),
      await picture().png().toBuffer(),
      await picture().webp().toBuffer(),
      await picture().gif().toBuffer(),
      await picture().avif({ effort: 0 }).toBuffer(),
    ]) {
      const { blocks, metadataBytes, ...rest } = measureStructure(bytes);
      expect(blocks).toBeLessThan(20);
      expect(rest).toMatchObject(still);
      expect(metadataBytes).toBeLessThan(500);
    }
  });

  it('camera data and colour profiles are counted in every format', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const source = picture().withExif({ IFD0: { Copyright: 'x'.repeat(5000) } });
      const { metadataBytes } = measureStructure(await source.toFormat(format).toBuffer());
      // AVIF keeps it among the pixels, where only the decoder finds it.
      if (format !== 'avif') expect(metadataBytes, format).toBeGreaterThan(5000);
    }
  });

  it('every segment, chunk and extension counts, with its own header', async () => {
    const plain = measureStructure(await picture().jpeg().toBuffer()).metadataBytes;
    expect(measureStructure(await jpeg(0xe5, 1000, 7)).metadataBytes).toBe(plain + 7000);
    expect(measureStructure(await jpeg(0xfe, 4, 500)).metadataBytes).toBe(plain + 2000);
    const chunks = measureStructure(await png()).metadataBytes;
    expect(measureStructure(await png(chunk('tEXt', Buffer.alloc(88)), chunk('prVt', Buffer.alloc(0)))).metadataBytes).toBe(chunks + 112);
    const comment = Buffer.concat([Buffer.from([0x21, 0xfe, 200]), Buffer.alloc(200, 'x'), Buffer.from([0])]);
    expect(measureStructure(gif(2, comment, comment))).toMatchObject({ frames: 2, scans: 1, metadataBytes: 408 });
  });

  it('a progressive JPEG is gone over several times, also one whose pixels are full of what looks like marks', async () => {
    const grain = { type: 'gaussian' as const, mean: 128, sigma: 80 };
    const noise = () => sharp({ create: { width: 300, height: 300, channels: 3, background: 'gray', noise: grain } });
    const { scans } = measureStructure(await noise().jpeg({ progressive: true, quality: 100 }).toBuffer());
    expect(scans).toBeGreaterThan(3);
    expect(scans).toBeLessThan(20);
    expect(measureStructure(await noise().jpeg({ quality: 100 }).toBuffer()).scans).toBe(1);
  });

  it('frames are counted in GIF and animated WebP', async () => {
    expect(measureStructure(gif(5)).frames).toBe(5);
    expect(measureStructure(await animatedWebp()).frames).toBe(3);
  });

  it('an animated GIF is known to be whole by the mark at its end alone, and a still one by the end of its picture', () => {
    const cutOff = (bytes: Uint8Array) => measureStructure(bytes).cutOff;
    const [one, three] = [gif(1), gif(3)];
    expect([one, three, Buffer.concat([three, Buffer.from('<script>')])].map(cutOff)).toEqual([false, false, false]);
    const padded = (zeros: number) => Buffer.concat([three.subarray(0, -1), Buffer.alloc(zeros), Buffer.from([0x3b])]);
    expect([2, MAX_GIF_PADDING, MAX_GIF_PADDING + 1].map((zeros) => cutOff(padded(zeros)))).toEqual([false, false, true]);
    for (let length = one.byteLength; length < three.byteLength; length += 1) expect(cutOff(three.subarray(0, length))).toBe(true);
    for (let length = 14; length < one.byteLength - 1; length += 1) expect(cutOff(one.subarray(0, length))).toBe(true);
    expect(cutOff(one.subarray(0, -1))).toBe(false);
  });

  it('a still GIF that lacks the mark is whole with a comment behind its picture, unless what follows announces another picture', () => {
    const comment = Buffer.from([0x21, 0xfe, 5, ...Buffer.from('hello'), 0]);
    const one = gif(1).subarray(0, -1);
    const cutOff = (...more: Buffer[]) => measureStructure(Buffer.concat([one, ...more])).cutOff;
    expect(cutOff(comment)).toBe(false);
    expect(cutOff(comment, comment)).toBe(false);
    expect(cutOff(comment.subarray(0, -2))).toBe(true);
    const announcement = gif(1).subarray(19, 27);
    expect(cutOff(announcement)).toBe(true);
    expect(cutOff(announcement, comment)).toBe(true);
  });

  it('a second picture behind the first, as phones append them, is no metadata', async () => {
    const [one, other] = [await photo(60, 40), await photo(60, 40)];
    expect(measureStructure(Buffer.concat([one, other]))).toEqual(measureStructure(one));
  });

  it('nor is a video behind a WebP, HEIC or AVIF, in a box of its own or not, or what else is behind their end', async () => {
    const tails = [
      box('mpvd', Buffer.alloc(9_000_000, 7)),
      box('free', Buffer.alloc(9_000_000)),
      Buffer.from('\n<!-- saved at home -->\n'),
    ];
    for (const one of [await picture().webp().toBuffer(), await picture().avif({ effort: 0 }).toBuffer(), heic('landscape')]) {
      const { metadataBytes } = measureStructure(one);
      for (const tail of tails) expect(measureStructure(Buffer.concat([one, tail])).metadataBytes).toBe(metadataBytes);
    }
  });

  it('a box that is longer than its file counts as far as the file goes', async () => {
    const avif = await picture().avif({ effort: 0 }).toBuffer();
    const { metadataBytes } = measureStructure(avif);
    const last = box('meta', Buffer.alloc(92));
    last.writeUInt32BE(0xffff_ffff);
    expect(measureStructure(Buffer.concat([avif, last])).metadataBytes).toBe(metadataBytes + 100);
  });

  it('a file that breaks off anywhere, or is noise, is measured without an end or an error', async () => {
    const whole = [
      await photo(60, 40),
      await png(chunk('tEXt', Buffer.alloc(50))),
      gif(9),
      await animatedWebp(),
      await picture().avif({ effort: 0 }).toBuffer(),
    ];
    for (const bytes of whole) {
      for (let length = 0; length < bytes.byteLength; length += 7) measureStructure(bytes.subarray(0, length));
      const noisy = Uint8Array.from(bytes, (byte, at) => (at < 20 ? byte : (byte * 31 + at * 17) & 0xff));
      expect(measureStructure(noisy).metadataBytes).toBeLessThanOrEqual(Math.max(noisy.byteLength, 70_000));
    }
  });
});

describe('refused before it is decoded', () => {
  it('an animated GIF that breaks off, of which the decoder would show the frames that are there', async () => {
    const frames = [20, 120, 220].map((red) => flat(40, 40, [red, 90, 90]));
    const whole = await animation(frames, { delays: [100, 100, 100] });
    expect(await decodeHeader(whole)).toMatchObject({ frames: 3 });
    for (const share of [0.1, 0.5, 0.9]) {
      const start = whole.subarray(0, whole.byteLength * share);
      await expect(decodeHeader(start)).rejects.toMatchObject({
        code: 'corrupt_image',
        message: 'This is a GIF picture that breaks off before its end.',
      });
    }
  });

  it('more frames than are taken, by one', async () => {
    expect(await decodeHeader(gif(MAX_FRAMES))).toMatchObject({ frames: MAX_FRAMES });
    await expect(decodeHeader(gif(MAX_FRAMES + 1))).rejects.toMatchObject({
      code: 'too_complex',
      message: 'The picture has 1,001 frames. Expected at most 1,000.',
      details: { limitFrames: MAX_FRAMES, frames: MAX_FRAMES + 1 },
    });
  });

  it('more metadata than is taken, whatever it is and wherever it is', async () => {
    const refused = { code: 'too_complex', details: { limitMetadataBytes: MAX_METADATA_BYTES, metadataBytes: expect.any(Number) } };
    const much = Buffer.alloc(MAX_METADATA_BYTES, 'x');
    for (const bytes of [
      await jpeg(0xe1, 65_000, 130),
      await png(chunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), much]))),
      await png(...Array.from({ length: 90 }, () => chunk('zzZz', much.subarray(0, 100_000)))),
      gif(
        1,
        ...Array.from({ length: 90 }, () =>
          Buffer.concat([
            Buffer.from([0x21, 0xff]),
            Buffer.concat(Array.from({ length: 400 }, () => Buffer.concat([Buffer.from([250]), much.subarray(0, 250)]))),
            Buffer.from([0]),
          ]),
        ),
      ),
    ]) {
      await expect(decodeHeader(bytes)).rejects.toMatchObject(refused);
    }
    const avif = await picture()
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${'x'.repeat(MAX_METADATA_BYTES)}</x:xmpmeta>`)
      .avif({ effort: 0 })
      .toBuffer();
    await expect(decodeHeader(avif)).rejects.toMatchObject(refused);
  });

  it('a file in a million pieces, of which no more than it takes are looked at', async () => {
    const refused = { code: 'too_complex', details: { blocks: MAX_BLOCKS + 1, limitBlocks: MAX_BLOCKS } };
    for (const bytes of [await jpeg(0xfe, 4, 1_000_000), await png(Buffer.alloc(12_000_000, chunk('zzZz', Buffer.alloc(0))))]) {
      await expect(decodeHeader(bytes)).rejects.toMatchObject(refused);
    }
  });

  it('a JPEG that is full of marks, of which no more than are taken are looked at', async () => {
    const refused = { code: 'too_complex', details: { blocks: MAX_BLOCKS + 1, limitBlocks: MAX_BLOCKS } };
    const head = (await jpeg(0xe5, 4, 0)).subarray(0, -2);
    const marks: [name: string, mark: number[]][] = [
      ['to fill up space', [0xff]],
      ['that stand for a byte', [0xff, 0]],
      ['that stand for a byte, further apart', [0xff, 0, ...Array(JPEG_BYTES_PER_MARK - 8).fill(1)]],
      ['to start over from', [0xff, 0xd0]],
    ];
    for (const [name, mark] of marks) {
      await expect(decodeHeader(Buffer.concat([head, Buffer.alloc(25_000_000, Buffer.from(mark))])), name).rejects.toMatchObject(refused);
    }
    const apart = Buffer.alloc(25_000_000, Buffer.from([0xff, 0, ...Array(JPEG_BYTES_PER_MARK - 2).fill(1)]));
    expect(measureStructure(Buffer.concat([head, apart])).blocks).toBeLessThan(20);
  });

  it('a GIF in millions of pieces, whether of a picture or a comment, of which no more than are taken are looked at', async () => {
    const pieces = (count: number) => Buffer.concat([Buffer.alloc(2 * count, Buffer.from([1, 0x55])), Buffer.from([0])]);
    const comment = (count: number) => Buffer.concat([Buffer.from([0x21, 0xfe]), pieces(count)]);
    const picture = (count: number) => Buffer.concat([gif(0).subarray(0, -1), gif(1).subarray(27, 38), pieces(count), Buffer.from([0x3b])]);
    for (const bytes of [picture(13_000_000), gif(1, ...Array.from({ length: 3 }, () => comment(400_000)))]) {
      await expect(decodeHeader(bytes)).rejects.toMatchObject({
        code: 'too_complex',
        message: 'The picture has 1,000,001 pieces or more. Expected at most 1,000,000.',
        details: { pieces: MAX_GIF_PIECES + 1, limitPieces: MAX_GIF_PIECES },
      });
    }
    expect(measureStructure(picture(MAX_GIF_PIECES))).toMatchObject({ pieces: MAX_GIF_PIECES, cutOff: false });
  });

  it('a JPEG that goes over its pixels again and again', async () => {
    const whole = await picture().jpeg({ progressive: true }).toBuffer();
    const last = whole.lastIndexOf(Buffer.from([0xff, 0xda]));
    const scans = Array.from({ length: MAX_SCANS }, () => whole.subarray(last, -2));
    const bytes = Buffer.concat([whole.subarray(0, last), ...scans, whole.subarray(-2)]);
    await expect(decodeHeader(bytes)).rejects.toMatchObject({ code: 'too_complex', details: { limitScans: MAX_SCANS } });
  });
});

it('what is packed to a hundred times its size in a PNG stays packed', async () => {
  const bomb = deflateSync(Buffer.alloc(300_000_000), { level: 9 });
  const before = process.memoryUsage().rss;
  const packed: [string, string][] = [
    ['zTXt', 'Comment\0\0'],
    ['iTXt', 'Comment\0\x01\0\0\0'],
    ['iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0'],
    ['iCCP', 'profile\0\0'],
  ];
  for (const [type, start] of packed) {
    const bytes = await png(chunk(type, Buffer.concat([Buffer.from(start, 'latin1'), bomb])));
    expect(await decodeHeader(bytes)).toMatchObject({ format: 'png', width: 64 });
    const pixels = await cropPixels(bytes, { width: 64, height: 64 }, { x: 0, y: 0, width: 64, height: 64, rotate: 0 }, 64);
    expect(pixels.width).toBe(64);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});
