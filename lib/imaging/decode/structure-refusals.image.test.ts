import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { chunk, gif, jpeg, picture, png } from '@/testing/blocks';
import { inspectFile } from '../formats/inspect';
import { cropPixels } from '../geometry/extract';
import { JPEG_BYTES_PER_FF, MAX_BLOCKS, MAX_FRAMES, MAX_GIF_SUB_BLOCKS, MAX_METADATA_BYTES, MAX_SCANS } from '../limits';
import { decodeHeader } from './header';

describe('an upload is refused before decoding', () => {
  it('if it is a truncated animated GIF, which the decoder would show in part', async () => {
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

  it('if it has one frame too many', async () => {
    expect(await decodeHeader(gif(MAX_FRAMES))).toMatchObject({ frames: MAX_FRAMES });
    await expect(decodeHeader(gif(MAX_FRAMES + 1))).rejects.toMatchObject({
      code: 'too_complex',
      message: 'The picture has 1,001 frames. Expected at most 1,000.',
      details: { limitFrames: MAX_FRAMES, frames: MAX_FRAMES + 1 },
    });
  });

  it('if it has too much metadata, of any type and in any place', async () => {
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

  it('if it has a million segments or chunks, and parsing stops at the limit', async () => {
    const refused = { code: 'too_complex', details: { blocks: MAX_BLOCKS + 1, limitBlocks: MAX_BLOCKS } };
    for (const bytes of [await jpeg(0xfe, 4, 1_000_000), await png(Buffer.alloc(12_000_000, chunk('zzZz', Buffer.alloc(0))))]) {
      await expect(decodeHeader(bytes)).rejects.toMatchObject(refused);
    }
  });

  it('if it is a JPEG full of 0xFF bytes, and parsing stops at the limit', async () => {
    const refused = { code: 'too_complex', details: { blocks: MAX_BLOCKS + 1, limitBlocks: MAX_BLOCKS } };
    const head = (await jpeg(0xe5, 4, 0)).subarray(0, -2);
    const marks: [name: string, mark: number[]][] = [
      ['fill bytes', [0xff]],
      ['byte stuffing', [0xff, 0]],
      ['byte stuffing, further apart', [0xff, 0, ...Array(JPEG_BYTES_PER_FF - 8).fill(1)]],
      ['restart markers', [0xff, 0xd0]],
    ];
    for (const [name, mark] of marks) {
      await expect(decodeHeader(Buffer.concat([head, Buffer.alloc(25_000_000, Buffer.from(mark))])), name).rejects.toMatchObject(refused);
    }
    const apart = Buffer.alloc(25_000_000, Buffer.from([0xff, 0, ...Array(JPEG_BYTES_PER_FF - 2).fill(1)]));
    expect(inspectFile(Buffer.concat([head, apart])).blocks).toBeLessThan(20);
  });

  it('if it is a GIF with millions of data sub-blocks in an image or a comment, and parsing stops at the limit', async () => {
    const pieces = (count: number) => Buffer.concat([Buffer.alloc(2 * count, Buffer.from([1, 0x55])), Buffer.from([0])]);
    const comment = (count: number) => Buffer.concat([Buffer.from([0x21, 0xfe]), pieces(count)]);
    const picture = (count: number) => Buffer.concat([gif(0).subarray(0, -1), gif(1).subarray(27, 38), pieces(count), Buffer.from([0x3b])]);
    for (const bytes of [picture(13_000_000), gif(1, ...Array.from({ length: 3 }, () => comment(400_000)))]) {
      await expect(decodeHeader(bytes)).rejects.toMatchObject({
        code: 'too_complex',
        message: 'The picture has 1,000,001 or more data sub-blocks. Expected at most 1,000,000.',
        details: { pieces: MAX_GIF_SUB_BLOCKS + 1, limitPieces: MAX_GIF_SUB_BLOCKS },
      });
    }
    expect(inspectFile(picture(MAX_GIF_SUB_BLOCKS))).toMatchObject({ subBlocks: MAX_GIF_SUB_BLOCKS, isTruncated: false });
  });

  it('if it is a JPEG with too many scans', async () => {
    const whole = await picture().jpeg({ progressive: true }).toBuffer();
    const last = whole.lastIndexOf(Buffer.from([0xff, 0xda]));
    const scans = Array.from({ length: MAX_SCANS }, () => whole.subarray(last, -2));
    const bytes = Buffer.concat([whole.subarray(0, last), ...scans, whole.subarray(-2)]);
    await expect(decodeHeader(bytes)).rejects.toMatchObject({ code: 'too_complex', details: { limitScans: MAX_SCANS } });
  });
});

it('compressed chunks of a PNG that expand a hundredfold are not decompressed', async () => {
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
