import { JPEG_BYTES_PER_FF, MAX_BLOCKS, MAX_SCANS } from '../limits';

const [EOI, SOS] = [0xd9, 0xda];

/** Frame headers of sequential and of progressive JPEGs, with Huffman or arithmetic coding (ITU-T T.81, table B.1). */
const SEQUENTIAL_FRAMES = [0xc0, 0xc1, 0xc9];
const PROGRESSIVE_FRAMES = [0xc2, 0xca];

/** Scans and metadata of a JPEG, as its markers announce them. */
export interface JpegScan {
  blocks: number;
  scans: number;
  metadataBytes: number;
  /** Whether the file has an EOI marker. */
  hasEoi: boolean;
  /** Whether the scan headers announce every coefficient of every component down to its last bit. */
  announcesAllCoefficients: boolean;
  /** Offset of the spectral selection in the header of each sequential scan, whose values are fixed (section B.2.3). */
  spectralSelections: number[];
}

/**
 * Reads the markers of a JPEG (ITU-T T.81, annex B). Pictures after the first EOI marker, as phones append them, are ignored, as decoders
 * ignore them.
 *
 * @param file may be truncated anywhere, or have wrong lengths
 */
export function measureJpeg(file: Buffer): JpegScan {
  const maxFfBytes = MAX_BLOCKS + file.length / JPEG_BYTES_PER_FF;
  const coefficients = new Coefficients();
  const spectralSelections: number[] = [];
  let [at, blocks, scans, metadataBytes, ffBytes, hasEoi] = [2, 0, 0, 0, 0, false];
  while (blocks <= MAX_BLOCKS && at + 1 < file.length) {
    // Measured with 25 MB: 8 ms for scan data as encoders write it, 30 ms for the maximum number of 0xFF bytes.
    if (file[at] !== 0xff) {
      at = file.indexOf(0xff, at);
      if (at < 0) break;
      continue;
    }
    const marker = file[at + 1] ?? 0;
    // Byte stuffing (0xFF00), or a restart marker.
    const isScanData = marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === EOI) {
      hasEoi = true;
      break;
    }
    if (isScanData) {
      at += 2;
      ffBytes += 1;
      if (ffBytes > maxFfBytes) blocks = MAX_BLOCKS + 1;
    } else if (marker === 0xff) {
      // A fill byte before a marker.
      at += 1;
      blocks += 1;
    } else {
      if (at + 3 >= file.length) break;
      const length = 2 + file.readUInt16BE(at + 2);
      blocks += 1;
      if (marker === SOS) scans += 1;
      if (marker >= 0xe0) metadataBytes += length;
      const data = file.subarray(at + 4, at + length);
      if (marker === SOS && scans <= MAX_SCANS) {
        if (coefficients.isSequential) spectralSelections.push(at + 5 + 2 * (data[0] ?? 0));
        coefficients.scan(data);
      } else if (SEQUENTIAL_FRAMES.includes(marker) || PROGRESSIVE_FRAMES.includes(marker)) {
        coefficients.frame(data, SEQUENTIAL_FRAMES.includes(marker));
      }
      at += length;
    }
  }
  return { blocks, scans, metadataBytes, hasEoi, announcesAllCoefficients: coefficients.areComplete(), spectralSelections };
}

/** DCT coefficients of a block. */
const COEFFICIENTS = 64;

/** Tracks which coefficients the scans of a JPEG announce. */
class Coefficients {
  isSequential = true;
  /** By component: 1 for each coefficient that lacks bits. */
  readonly #missing = new Map<number, Uint8Array>();

  /** @param data of a frame header, after its length */
  frame(data: Buffer, isSequential: boolean): void {
    this.isSequential = isSequential;
    for (let component = 0; component < (data[5] ?? 0); component += 1) {
      this.#missing.set(data[6 + 3 * component] ?? 0, new Uint8Array(COEFFICIENTS).fill(1));
    }
  }

  /** @param data of a scan header, after its length */
  scan(data: Buffer): void {
    const count = data[0] ?? 0;
    const [start = 0, end = 0, approximation = 0] = data.subarray(1 + 2 * count);
    for (let component = 0; component < count; component += 1) {
      const missing = this.#missing.get(data[1 + 2 * component] ?? 0);
      if (this.isSequential) missing?.fill(0);
      else missing?.fill((approximation & 15) === 0 ? 0 : 1, start, end + 1);
    }
  }

  areComplete(): boolean {
    return this.#missing.size > 0 && [...this.#missing.values()].every((missing) => !missing.includes(1));
  }
}
