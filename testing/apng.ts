import { crc32 } from 'node:zlib';
import { fromRaster } from './pictures';
import type { Raster } from './reference';

/** One frame as the file has it: a patch at a place, what becomes of it afterwards, and how it is painted. */
export interface Patch {
  picture: Raster;
  left?: number;
  top?: number;
  /** A fraction of a second. */
  delay?: [numerator: number, denominator: number];
  dispose?: 'none' | 'background' | 'previous';
  blend?: 'source' | 'over';
}

/** A raster of one colour. */
export function colourField(width: number, height: number, [r, g, b, alpha = 255]: readonly [number, number, number, number?]): Raster {
  return { data: Uint8Array.from({ length: width * height * 4 }, (_, at) => [r, g, b, alpha][at % 4] ?? 0), width, height, channels: 4 };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The chunks of a PNG by type, joined where there are several. */
async function encoded(picture: Raster): Promise<{ header: Buffer; data: Buffer }> {
  const png = await fromRaster(picture).png().toBuffer();
  const found: Record<string, Buffer[]> = {};
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    found[type] = [...(found[type] ?? []), png.subarray(at + 8, at + 8 + length)];
    at += 12 + length;
  }
  return { header: Buffer.concat(found.IHDR ?? []), data: Buffer.concat(found.IDAT ?? []) };
}

/**
 * An animated PNG as programs write it.
 * @param canvas size in pixels
 * @param cover shown by viewers that know no animation, and no frame of it; the first frame unless given
 */
export async function apng(canvas: [width: number, height: number], patches: readonly Patch[], loops = 0, cover?: Raster): Promise<Buffer> {
  const pictures = await Promise.all(patches.map(({ picture }) => encoded(picture)));
  const still = cover && (await encoded(cover));
  const header = Buffer.from((still ?? pictures[0] ?? { header: Buffer.alloc(13) }).header);
  header.writeUInt32BE(canvas[0], 0);
  header.writeUInt32BE(canvas[1], 4);
  const control = Buffer.alloc(8);
  control.writeUInt32BE(patches.length, 0);
  control.writeUInt32BE(loops, 4);
  let sequence = 0;
  const frames = patches.flatMap((patch, index) => {
    const { picture, left = 0, top = 0, delay = [1, 10], dispose = 'none', blend = 'source' } = patch;
    const data = pictures[index]?.data ?? Buffer.alloc(0);
    const frame = Buffer.alloc(26);
    for (const [at, value] of [sequence, picture.width, picture.height, left, top].entries()) frame.writeUInt32BE(value, at * 4);
    sequence += 1;
    frame.writeUInt16BE(delay[0], 20);
    frame.writeUInt16BE(delay[1], 22);
    frame.writeUInt8(['none', 'background', 'previous'].indexOf(dispose), 24);
    frame.writeUInt8(['source', 'over'].indexOf(blend), 25);
    if (index === 0 && !still) return [chunk('fcTL', frame), chunk('IDAT', data)];
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence);
    sequence += 1;
    return [chunk('fcTL', frame), chunk('fdAT', Buffer.concat([number, data]))];
  });
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const first = still ? [chunk('IDAT', still.data)] : [];
  return Buffer.concat([signature, chunk('IHDR', header), chunk('acTL', control), ...first, ...frames, chunk('IEND', Buffer.alloc(0))]);
}
