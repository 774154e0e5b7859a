import { describe, expect, it } from 'vitest';
import { chunk, gif, jpeg, picture, png } from '@/testing/blocks';
import { box } from '@/testing/corpus/appended-data';
import { heic } from '@/testing/heic';
import { photo } from '@/testing/pictures';
import { sharp } from '../sharp';
import { inspectFile } from './inspect';

const still = { frames: 1, scans: 1 };

async function animatedWebp(): Promise<Buffer> {
  const shades = [10, 120, 240].map((shade) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background: { r: shade, g: 9, b: 9 } } }),
  );
  const pages = await Promise.all(shades.map((shade) => shade.png().toBuffer()));
  return sharp(pages, { join: { animated: true } })
    .webp()
    .toBuffer();
}

describe('the inspection of a file', () => {
  it('finds fewer than 500 bytes of metadata in a plain picture', async () => {
    for (const bytes of [
      await picture().jpeg().toBuffer(),
      await picture().png().toBuffer(),
      await picture().webp().toBuffer(),
      await picture().gif().toBuffer(),
      await picture().avif({ effort: 0 }).toBuffer(),
    ]) {
      const { blocks, metadataBytes, ...rest } = inspectFile(bytes);
      expect(blocks).toBeLessThan(20);
      expect(rest).toMatchObject(still);
      expect(metadataBytes).toBeLessThan(500);
    }
  });

  it('counts EXIF and ICC profiles in every format', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const source = picture().withExif({ IFD0: { Copyright: 'x'.repeat(5000) } });
      const { metadataBytes } = inspectFile(await source.toFormat(format).toBuffer());
      // AVIF stores EXIF in mdat beside the pixels, where only the decoder finds it.
      if (format !== 'avif') expect(metadataBytes, format).toBeGreaterThan(5000);
    }
  });

  it('counts every segment, chunk and extension including its header', async () => {
    const plain = inspectFile(await picture().jpeg().toBuffer()).metadataBytes;
    expect(inspectFile(await jpeg(0xe5, 1000, 7)).metadataBytes).toBe(plain + 7000);
    expect(inspectFile(await jpeg(0xfe, 4, 500)).metadataBytes).toBe(plain + 2000);
    const chunks = inspectFile(await png()).metadataBytes;
    expect(inspectFile(await png(chunk('tEXt', Buffer.alloc(88)), chunk('prVt', Buffer.alloc(0)))).metadataBytes).toBe(chunks + 112);
    const comment = Buffer.concat([Buffer.from([0x21, 0xfe, 200]), Buffer.alloc(200, 'x'), Buffer.from([0])]);
    expect(inspectFile(gif(2, comment, comment))).toMatchObject({ frames: 2, scans: 1, metadataBytes: 408 });
  });

  it('counts the scans of a progressive JPEG, but not byte stuffing in the scan data', async () => {
    const grain = { type: 'gaussian' as const, mean: 128, sigma: 80 };
    const noise = () => sharp({ create: { width: 300, height: 300, channels: 3, background: 'gray', noise: grain } });
    const { scans } = inspectFile(await noise().jpeg({ progressive: true, quality: 100 }).toBuffer());
    expect(scans).toBeGreaterThan(3);
    expect(scans).toBeLessThan(20);
    expect(inspectFile(await noise().jpeg({ quality: 100 }).toBuffer()).scans).toBe(1);
  });

  it('counts frames of GIF and animated WebP', async () => {
    expect(inspectFile(gif(5)).frames).toBe(5);
    expect(inspectFile(await animatedWebp()).frames).toBe(3);
  });

  it('finds a GIF complete if its last frame is, with or without a trailer', () => {
    const isTruncated = (bytes: Uint8Array) => inspectFile(bytes).isTruncated;
    const [one, three] = [gif(1), gif(3)];
    expect([one, three, Buffer.concat([three, Buffer.from('<script>')])].map(isTruncated)).toEqual([false, false, false]);
    const padded = (zeros: number) => Buffer.concat([three.subarray(0, -1), Buffer.alloc(zeros), Buffer.from([0x3b])]);
    expect([0, 2, 100_000].map((zeros) => isTruncated(padded(zeros)))).toEqual([false, false, false]);
    const frame = (three.byteLength - one.byteLength) / 2;
    const wholeFrames = [1, 2, 3].map((frames) => one.byteLength - 1 + (frames - 1) * frame);
    for (let length = 14; length < three.byteLength; length += 1) {
      expect(isTruncated(three.subarray(0, length)), `${length} bytes`).toBe(!wholeFrames.includes(length));
    }
  });

  it('finds a still GIF without a trailer complete, unless a Graphic Control Extension announces another image', () => {
    const comment = Buffer.from([0x21, 0xfe, 5, ...Buffer.from('hello'), 0]);
    const one = gif(1).subarray(0, -1);
    const isTruncated = (...more: Buffer[]) => inspectFile(Buffer.concat([one, ...more])).isTruncated;
    expect(isTruncated(comment)).toBe(false);
    expect(isTruncated(comment, comment)).toBe(false);
    expect(isTruncated(comment.subarray(0, -2))).toBe(false);
    const announcement = gif(1).subarray(19, 27);
    expect(isTruncated(announcement)).toBe(true);
    expect(isTruncated(announcement, comment)).toBe(true);
  });

  it('does not count a second JPEG after EOI, as phones append it, as metadata', async () => {
    const [one, other] = [await photo(60, 40), await photo(60, 40)];
    expect(inspectFile(Buffer.concat([one, other]))).toEqual(inspectFile(one));
  });

  it('does not count a video or other bytes after the end of a WebP, HEIC or AVIF as metadata', async () => {
    const tails = [
      box('mpvd', Buffer.alloc(9_000_000, 7)),
      box('free', Buffer.alloc(9_000_000)),
      Buffer.from('\n<!-- saved at home -->\n'),
    ];
    for (const one of [await picture().webp().toBuffer(), await picture().avif({ effort: 0 }).toBuffer(), heic('landscape')]) {
      const { metadataBytes } = inspectFile(one);
      for (const tail of tails) expect(inspectFile(Buffer.concat([one, tail])).metadataBytes).toBe(metadataBytes);
    }
  });

  it('counts a box that is longer than its file up to the end of the file', async () => {
    const avif = await picture().avif({ effort: 0 }).toBuffer();
    const { metadataBytes } = inspectFile(avif);
    const last = box('meta', Buffer.alloc(92));
    last.writeUInt32BE(0xffff_ffff);
    expect(inspectFile(Buffer.concat([avif, last])).metadataBytes).toBe(metadataBytes + 100);
  });

  it('terminates without an error for files that are truncated anywhere, or noise', async () => {
    const whole = [
      await photo(60, 40),
      await png(chunk('tEXt', Buffer.alloc(50))),
      gif(9),
      await animatedWebp(),
      await picture().avif({ effort: 0 }).toBuffer(),
    ];
    for (const bytes of whole) {
      for (let length = 0; length < bytes.byteLength; length += 7) inspectFile(bytes.subarray(0, length));
      const noisy = Uint8Array.from(bytes, (byte, at) => (at < 20 ? byte : (byte * 31 + at * 17) & 0xff));
      expect(inspectFile(noisy).metadataBytes).toBeLessThanOrEqual(Math.max(noisy.byteLength, 70_000));
    }
  });
});
