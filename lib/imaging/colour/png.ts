import { constants, crc32, deflateSync, inflateSync } from 'node:zlib';
import { asBuffer, dataOf, isPng, PNG_SIGNATURE, pngChunks } from '../formats/png';
import { MAX_BLOCKS } from '../limits';
import { createProfile, isSrgb, type StatedColours } from './cicp';
import { CICP_PRIMARIES, type Primaries, SRGB_PRIMARIES, toXyzD50 } from './primaries';
import { HLG, PNG_CURVES, PQ, powerCurve } from './transfer';

/** Chunks that state colours. `mDCV` and `cLLI` complement `cICP`. */
const COLOUR_CHUNKS: readonly string[] = ['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM', 'mDCV', 'cLLI'];

/** Chunk data by type. */
type Chunks = Partial<Record<string, Buffer>>;

/** The chunks of a PNG before its pixels. */
interface PngHead {
  header: Buffer;
  stated: StatedColours | null;
  /** Data of a `cICP` chunk that overrides an `iCCP` chunk, which libvips would apply. */
  cicpOverProfile: Buffer | undefined;
  /** Other chunks that state no colours. */
  others: readonly Buffer[];
  /** Offset of the first IDAT chunk. */
  pixels: number;
}

/**
 * Rewrites the colours of a PNG as an ICC profile if `cICP` or `gAMA` states them; libvips reads neither. Returns the same array if nothing
 * changes.
 *
 * @param png may be truncated anywhere, or have wrong lengths
 */
export function withPngProfile(png: Uint8Array): Uint8Array {
  const file = asBuffer(png);
  const head = readHead(file);
  if (!head?.stated) return png;
  const { header, stated, cicpOverProfile, others, pixels } = head;
  const colours: Buffer[] = [];
  if (grey16Gamma(head)) {
    // `greyGamma` reads this chunk again.
    if (cicpOverProfile) colours.push(chunk('cICP', cicpOverProfile));
  } else {
    const profile = createProfile({ ...stated, isGrey: isGrey(header) });
    if (profile) colours.push(chunk('iCCP', Buffer.concat([Buffer.from('ICC\0\0', 'latin1'), deflateSync(profile, { level: 0 })])));
  }
  if (colours.length === 0 && !cicpOverProfile) return png;
  return Buffer.concat([PNG_SIGNATURE, chunk('IHDR', header), ...colours, ...others, file.subarray(pixels)]);
}

/**
 * Gamma of a 16-bit grey PNG relative to sRGB, as an exponent from 1/3 to 3 for libvips. A profile would reduce the samples to 8 bits
 * first, which loses dark shades of linear light.
 */
export function greyGamma(png: Uint8Array): number | undefined {
  const head = readHead(asBuffer(png));
  return head ? grey16Gamma(head) : undefined;
}

function grey16Gamma({ header, stated }: PngHead): number | undefined {
  const { exponent } = typeof stated?.transfer === 'function' ? stated.transfer : {};
  if (exponent === undefined || !isGrey(header) || header.readUInt8(8) !== 16) return undefined;
  const gamma = 2.2 / exponent;
  return gamma >= 1 / 3 && gamma <= 3 ? gamma : undefined;
}

/** By the colour type: grey, with or without alpha. */
function isGrey(header: Buffer): boolean {
  return [0, 4].includes(header.readUInt8(9));
}

function readHead(file: Buffer): PngHead | null {
  if (!isPng(file)) return null;
  const chunks: Chunks = {};
  const others: Buffer[] = [];
  let [pixels, count] = [0, 0];
  for (const chunk of pngChunks(file)) {
    const { type, start, end } = chunk;
    pixels = start;
    count += 1;
    if (type === 'IDAT') break;
    if (end > file.length || count > MAX_BLOCKS) return null;
    if (COLOUR_CHUNKS.includes(type) || type === 'IHDR') chunks[type] ??= dataOf(file, chunk);
    else others.push(file.subarray(start, end));
  }
  const { IHDR: header } = chunks;
  if (header?.length !== 13) return null;
  const cicpOverProfile = chunks.iCCP && fromCicp(chunks) ? chunks.cICP : undefined;
  return { header, stated: statedColours(chunks), cicpOverProfile, others, pixels };
}

/** Precedence: `cICP`, `iCCP`, `sRGB`, `gAMA` with `cHRM` (PNG, third edition, section 4.3). */
function statedColours(chunks: Chunks): StatedColours | null {
  const byCicp = fromCicp(chunks);
  if (byCicp || chunks.sRGB) return byCicp;
  const byGamma = fromGamma(chunks);
  return byGamma && !hasProfile(chunks) ? byGamma : null;
}

/** As in Chromium, a `cICP` chunk with unknown code points, limited range, or YCbCr is ignored. */
function fromCicp({ cICP, cLLI, mDCV }: Chunks): StatedColours | null {
  const [primaryNumber = 0, number = 0, matrix, isFullRange] = cICP ?? [];
  const primaries = CICP_PRIMARIES[primaryNumber];
  const transfer = number === PQ || number === HLG ? number : PNG_CURVES[number];
  if (cICP?.length !== 4 || !primaries || !transfer || matrix !== 0 || isFullRange !== 1) return null;
  // In units of 0.0001 cd/m².
  const stated = (data: Buffer | undefined, length: number, at: number) => (data?.length === length ? data.readUInt32BE(at) / 10_000 : 0);
  return { primaries, transfer, peak: stated(cLLI, 8, 0) || stated(mDCV, 24, 16) || undefined };
}

/** Compressed bytes that include the profile header. */
const PROFILE_HEAD_BYTES = 1024;

/** Whether a readable profile exists. An unreadable one is ignored. */
function hasProfile({ iCCP }: Chunks): boolean {
  if (!iCCP) return false;
  // The data follows a zero-terminated name and the compression method, which is always 0.
  const start = iCCP.indexOf(0) + 2;
  try {
    const head = inflateSync(iCCP.subarray(start, start + PROFILE_HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
    return head.toString('latin1', 36, 40) === 'acsp';
  } catch {
    return false;
  }
}

/** Maximum relative deviation of a gamma from 1 / 2.2 that still counts as sRGB: programs round it. */
const GAMMA_TOLERANCE = 0.05;

/** `cHRM` alone has no effect, as in browsers. If it spans no colour space, its `gAMA` is ignored. */
function fromGamma({ gAMA, cHRM }: Chunks): StatedColours | null {
  const gamma = gAMA?.length === 4 ? gAMA.readUInt32BE() / 100_000 : 0;
  const primaries = cHRM ? chromaticities(cHRM) : SRGB_PRIMARIES;
  if (gamma === 0 || !primaries) return null;
  if (isSrgb(primaries) && Math.abs(gamma * 2.2 - 1) <= GAMMA_TOLERANCE) return null;
  return { primaries, transfer: powerCurve(1 / gamma) };
}

/** In units of 0.00001; the first is white. */
function chromaticities(data: Buffer): Primaries | null {
  if (data.length !== 32) return null;
  const at = (index: number) => data.readUInt32BE(index * 4) / 100_000;
  const primaries: Primaries = [at(2), at(3), at(4), at(5), at(6), at(7), at(0), at(1)];
  return primaries.every((value) => value <= 1) && toXyzD50(primaries) ? primaries : null;
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, body, check] = [Buffer.alloc(4), Buffer.concat([Buffer.from(type, 'latin1'), data]), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
