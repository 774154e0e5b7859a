import { crc32 } from 'node:zlib';
import { fromRaster } from './pictures';
import { landscape } from './reference';

// Small pictures with as many blocks of whatever kind as a test wants.

export const picture = () => fromRaster(landscape(64, 64));

/** Of a PNG, with its checksum. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const block = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.byteLength);
  checksum.writeUInt32BE(crc32(block));
  return Buffer.concat([length, block, checksum]);
}

/** With these chunks behind its header. */
export async function png(...chunks: Buffer[]): Promise<Buffer> {
  const whole = await picture().png().toBuffer();
  return Buffer.concat([whole.subarray(0, 33), ...chunks, whole.subarray(33)]);
}

/** With so many segments of this marker and length (with marker and length field) behind its start. */
export async function jpeg(marker: number, length: number, count: number): Promise<Buffer> {
  const whole = await picture().jpeg().toBuffer();
  const segment = Buffer.alloc(length);
  segment.set([0xff, marker, (length - 2) >> 8, (length - 2) & 0xff]);
  return Buffer.concat([whole.subarray(0, 2), ...Array.from({ length: count }, () => segment), whole.subarray(2)]);
}

/** So many frames of one pixel. */
export function gif(frames: number, ...extensions: Buffer[]): Buffer {
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 5, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  const start = Buffer.from('GIF89a\x08\0\x08\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  return Buffer.concat([start, ...extensions, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}
