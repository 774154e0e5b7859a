/** Colour description of an AV1 sequence header, as CICP code points; 2 is unspecified. */
export interface Av1Colours {
  primaries: number;
  transfer: number;
  isFullRange: boolean;
}

const SEQUENCE_HEADER = 1;

/** OBUs that may lie before the sequence header: a temporal delimiter, metadata, padding. */
const MAX_OBUS = 16;

/**
 * Reads the colours from the sequence header of AV1 data (AV1, sections 5.3 to 5.5).
 * @param data the OBUs of a picture; may be truncated anywhere
 * @returns null if no sequence header can be read
 */
export function readAv1Colours(data: Buffer): Av1Colours | null {
  try {
    for (let [at, count] = [0, 0]; count < MAX_OBUS && at < data.length; count += 1) {
      const head = data.readUInt8(at);
      const hasSize = (head & 2) !== 0;
      const start = at + ((head & 4) === 0 ? 1 : 2);
      const [length, sizeBytes] = hasSize ? leb128(data, start) : [data.length - start, 0];
      const content = start + sizeBytes;
      if (((head >> 3) & 15) === SEQUENCE_HEADER) return parseSequenceHeader(createBitReader(data.subarray(content, content + length)));
      at = content + length;
    }
  } catch (error) {
    // The data is truncated.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

/** A little-endian base-128 number, and its length in bytes. */
function leb128(data: Buffer, start: number): [value: number, bytes: number] {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = data.readUInt8(start + index);
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, index + 1];
  }
  throw new RangeError('A length of AV1 is too long');
}

/** Reads a number of `count` bits, most significant bit first. */
type BitReader = (count: number) => number;

function createBitReader(data: Buffer): BitReader {
  let at = 0;
  return (count) => {
    let value = 0;
    for (const end = at + count; at < end; at += 1) value = value * 2 + ((data.readUInt8(at >> 3) >> (7 - (at & 7))) & 1);
    return value;
  };
}

/** Section 5.5. Most fields are skipped. */
function parseSequenceHeader(bits: BitReader): Av1Colours {
  const profile = bits(3);
  bits(1);
  const isReduced = bits(1) === 1;
  if (isReduced) bits(5);
  else skipOperatingPoints(bits);
  const [widthBits, heightBits] = [bits(4) + 1, bits(4) + 1];
  bits(widthBits);
  bits(heightBits);
  if (!isReduced && bits(1) === 1) bits(7);
  bits(3);
  if (!isReduced) skipTools(bits);
  bits(3);
  const isDeep = bits(1) === 1;
  if (profile === 2 && isDeep) bits(1);
  const isMonochrome = profile !== 1 && bits(1) === 1;
  const [primaries, transfer, matrix] = bits(1) === 1 ? [bits(8), bits(8), bits(8)] : [2, 2, 2];
  // RGB always has the full range.
  const isRgb = !isMonochrome && primaries === 1 && transfer === 13 && matrix === 0;
  return { primaries, transfer, isFullRange: isRgb || bits(1) === 1 };
}

/** From `timing_info_present_flag` to the last operating point. */
function skipOperatingPoints(bits: BitReader): void {
  let delayBits = 0;
  const hasTiming = bits(1) === 1;
  if (hasTiming) {
    bits(32);
    bits(32);
    if (bits(1) === 1) skipUvlc(bits);
    if (bits(1) === 1) {
      delayBits = bits(5) + 1;
      bits(32);
      bits(10);
    }
  }
  const hasDisplayDelay = bits(1) === 1;
  for (let left = bits(5) + 1; left > 0; left -= 1) {
    bits(12);
    if (bits(5) > 7) bits(1);
    if (delayBits > 0 && bits(1) === 1) {
      bits(delayBits);
      bits(delayBits);
      bits(1);
    }
    if (hasDisplayDelay && bits(1) === 1) bits(4);
  }
}

function skipUvlc(bits: BitReader): void {
  let zeros = 0;
  while (zeros < 32 && bits(1) === 0) zeros += 1;
  if (zeros < 32) bits(zeros);
}

/** From `enable_interintra_compound` to `order_hint_bits_minus_1`. */
function skipTools(bits: BitReader): void {
  bits(4);
  const hasOrderHint = bits(1) === 1;
  if (hasOrderHint) bits(2);
  const isScreenContent = bits(1) === 1 || bits(1) === 1;
  if (isScreenContent && bits(1) === 0) bits(1);
  if (hasOrderHint) bits(3);
}
