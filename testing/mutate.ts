import { crc32 } from 'node:zlib';
import { PNG_SIGNATURE } from './corpus/png-codec';

/** Random whole numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
export type Random = (limit: number) => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Numbers at which programs go wrong. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

type Mutation = (file: Buffer, random: Random, other: Buffer) => Buffer;

/** Smaller changes are more frequent: decoders detect them later, or never. */
const MUTATIONS: readonly Mutation[] = [
  flipBits,
  flipBits,
  flipBits,
  editLength,
  editLength,
  duplicate,
  remove,
  overwrite,
  truncate,
  splice,
];

/** Harms a file in one way, or in up to four. */
export function mutate(file: Buffer, other: Buffer, random: Random): Buffer {
  let mutated: Buffer = Buffer.from(file);
  for (let left = random(2) ? 1 : 1 + random(4); left > 0; left -= 1) mutated = pick(MUTATIONS, random)(mutated, random, other);
  return random(2) ? withChecksums(mutated) : mutated;
}

function pick<T>(choices: readonly T[], random: Random): T {
  return choices[random(choices.length)] as T;
}

/** Anywhere, and as often where headers are. */
function place(file: Buffer, random: Random): number {
  return random(random(2) ? Math.min(file.byteLength, 256) : file.byteLength);
}

/** From `start`, so many bytes as a chunk may have. */
function range(file: Buffer, random: Random): Buffer {
  const start = place(file, random);
  return file.subarray(start, start + 1 + random(random(2) ? 16 : 1024));
}

function flipBits(file: Buffer, random: Random): Buffer {
  if (file.byteLength === 0) return file;
  for (let left = 1 + random(random(2) ? 1 : 8); left > 0; left -= 1) {
    const at = place(file, random);
    file[at] = (file[at] ?? 0) ^ (1 << random(8));
  }
  return file;
}

function truncate(file: Buffer, random: Random): Buffer {
  return file.subarray(0, random(file.byteLength + 1));
}

/** The start of this file and the end of another. */
function splice(file: Buffer, random: Random, other: Buffer): Buffer {
  return Buffer.concat([file.subarray(0, random(file.byteLength + 1)), other.subarray(random(other.byteLength + 1))]);
}

/** Two or four bytes that may well be a length, a size or an offset, in either order. */
function editLength(file: Buffer, random: Random): Buffer {
  const field = Buffer.alloc(random(2) ? 4 : 2);
  const value = pick(EDGES, random) % 2 ** (8 * field.byteLength);
  if (random(2)) field.writeUIntBE(value, 0, field.byteLength);
  else field.writeUIntLE(value, 0, field.byteLength);
  field.copy(file, place(file, random));
  return file;
}

function duplicate(file: Buffer, random: Random): Buffer {
  const [copied, at] = [range(file, random), place(file, random)];
  return Buffer.concat([file.subarray(0, at), ...Array(1 + random(4)).fill(copied), file.subarray(at)]);
}

function remove(file: Buffer, random: Random): Buffer {
  const removed = range(file, random);
  const at = removed.byteOffset - file.byteOffset;
  return Buffer.concat([file.subarray(0, at), file.subarray(at + removed.byteLength)]);
}

function overwrite(file: Buffer, random: Random, other: Buffer): Buffer {
  range(other, random).copy(file, place(file, random));
  return file;
}

/** Makes the checksums of a PNG right again, without which hardly any harm gets past the reader of its chunks. */
function withChecksums(file: Buffer): Buffer {
  if (!file.subarray(0, 8).equals(PNG_SIGNATURE)) return file;
  for (let at = 8; at + 12 <= file.byteLength; ) {
    const end = at + 8 + file.readUInt32BE(at);
    if (end + 4 > file.byteLength) break;
    file.writeUInt32BE(crc32(file.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return file;
}
