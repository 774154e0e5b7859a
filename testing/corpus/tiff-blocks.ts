/** Layout of the samples of a page in strips or tiles. */
export interface BlockLayout {
  width: number;
  height: number;
  /** Bits of a sample: 1, 2, 4, 8, 16 or 32. */
  depth: number;
  /** The samples of a pixel: 0 to 2^depth - 1 each, unless `sampleFormat` differs. */
  at: (x: number, y: number) => readonly number[];
  /** Stores each channel in a separate plane. */
  planes?: boolean;
  /** 1: unsigned, 2: signed (two's complement), 3: IEEE floating point. */
  sampleFormat?: 1 | 2 | 3;
  /** Rows of a strip; all rows by default. */
  rows?: number;
  /** Side of a tile in pixels, instead of strips. */
  tile?: number;
  /** 2: horizontal differencing, for 8 and 16 bits. */
  predictor?: 2;
  /** 2: the first pixel is in the lowest bit of its byte. */
  fillOrder?: 2;
  compression?: { code: number; encode: (block: Buffer) => Buffer };
}

/** Strips or tiles in the order of their offsets. With planes, all of one channel precede those of the next. */
export function blocksOf(page: BlockLayout, order: 'II' | 'MM'): Buffer[] {
  const { width, height, at, planes, tile, fillOrder, compression } = page;
  const all = Array.from(at(0, 0), (_, channel) => channel);
  const channels = planes ? all.map((channel) => [channel]) : [all];
  const [across, down] = [tile ?? width, tile ?? page.rows ?? height];
  const blocks: Buffer[] = [];
  for (const wanted of channels) {
    for (let top = 0; top < height; top += down) {
      for (let left = 0; left < width; left += across) {
        // The last strip is shorter; tiles are padded with the pixels at the edge.
        const rows = tile ? tile : Math.min(down, height - top);
        const block = Buffer.concat(
          Array.from({ length: rows }, (_, row) => {
            const y = Math.min(top + row, height - 1);
            const samples: number[] = [];
            for (let x = 0; x < across; x += 1) {
              const pixel = at(Math.min(left + x, width - 1), y);
              for (const channel of wanted) samples.push(pixel[channel] ?? 0);
            }
            return packed(page.predictor ? differences(samples, wanted.length, page.depth) : samples, page, order);
          }),
        );
        const encoded = compression ? compression.encode(block) : block;
        blocks.push(fillOrder ? (encoded.map(mirrored) as Buffer) : encoded);
      }
    }
  }
  return blocks;
}

function differences(samples: readonly number[], channels: number, depth: number): number[] {
  return samples.map((sample, index) =>
    index < channels ? sample : (sample - (samples[index - channels] ?? 0) + 2 ** depth) % 2 ** depth,
  );
}

/** The bits of a byte in reverse order. */
function mirrored(byte: number): number {
  return [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (((byte >> bit) & 1) << (7 - bit)), 0);
}

/** Packs samples; every row starts at a whole byte. */
function packed(samples: readonly number[], { depth, sampleFormat }: BlockLayout, order: 'II' | 'MM'): Buffer {
  const bytes = Buffer.alloc(Math.ceil((samples.length * depth) / 8));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = order === 'II';
  for (const [index, sample] of samples.entries()) {
    const bit = index * depth;
    if (depth === 32 && sampleFormat === 3) view.setFloat32(index * 4, sample, little);
    else if (depth === 32) view.setUint32(index * 4, sample, little);
    else if (depth === 16) view.setUint16(index * 2, sample, little);
    else bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | ((sample & (2 ** depth - 1)) << (8 - depth - (bit & 7)));
  }
  return bytes;
}
