import { AvatarError } from '@/lib/errors';
import { readTiffDirectory, TAG, type TiffDirectory } from './directory';
import { checkJpegStreams } from './jpeg';
import { COLOUR_NAMES, COMPRESSION_NAMES, PHOTOMETRIC_NAMES, SAMPLE_FORMAT_NAMES } from './tag-value-names';

// TIFF contains decades of encodings, and libvips decodes several of them to a wrong picture without an error. Only encodings that a corpus
// test covers are accepted; all others are refused with an explanation.

/** Supported Compression values (tag 259). */
const NONE = 1;
const CCITT = [2, 3, 4];
const JPEG = 7;
const WEBP = 50_001;
/** None, LZW, Deflate (two codes), PackBits: independent of the colour space. */
const LOSSLESS = [NONE, 5, 8, 32_946, 32_773];

/** PhotometricInterpretation (tag 262): the meaning of samples, and the number of colour samples in a pixel. */
const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR] = [0, 1, 2, 3, 5, 6];
const COLOUR_SAMPLES: Readonly<Record<number, number>> = {
  [WHITE_IS_ZERO]: 1,
  [BLACK_IS_ZERO]: 1,
  [RGB]: 3,
  [PALETTE]: 1,
  [CMYK]: 4,
  [YCBCR]: 3,
};

/** SampleFormat (tag 339). Undefined data (4) is read as unsigned integers, as in other readers. */
const UNSIGNED = [1, 4];
/** ExtraSamples (tag 338): premultiplied alpha and unassociated alpha. */
const PREMULTIPLIED = 1;
const ALPHA = [PREMULTIPLIED, 2];

/** Full range of luma and chroma, and BT.601 coefficients: libjpeg supports no others. */
const FULL_RANGE = [0, 255, 128, 255, 128, 255];
const BT601 = [0.299, 0.587, 0.114];
const COEFFICIENT_TOLERANCE = 0.002;

/** Tile sides must be multiples of this many pixels (section 15). */
const TILE_STEP = 16;

const SAVE_AS_RGB = 'Save it as RGB with 8 bits per channel, or as a PNG.';
const SAVE_AS_LZW = 'Save it with LZW compression, or as a PNG.';
const SAVE_INTERLEAVED = 'Save it with interleaved channels, or as a PNG.';
const FLATTEN = 'Flatten it, or save it as a PNG.';

/**
 * Refuses a TIFF whose first page libvips would decode wrongly or not at all.
 * @throws AvatarError unsupported_format; corrupt_image and too_complex as {@link checkJpegStreams} does
 */
export function requireDecodableTiff(bytes: Uint8Array): void {
  const directory = readTiffDirectory(bytes);
  // libvips reports the error for a file without an IFD.
  if (!directory) return;
  const refusal =
    compressionRefusal(directory) ??
    colourRefusal(directory) ??
    sampleRefusal(directory) ??
    layoutRefusal(directory) ??
    jpegRefusal(bytes, directory);
  if (!refusal) return;
  const [found, advice] = refusal;
  throw new AvatarError('unsupported_format', `This TIFF stores ${found}, which cannot be decoded here. ${advice}`, {
    found: `a TIFF picture that stores ${found}`,
  });
}

/** Whether the last sample of each pixel is neither colour nor alpha, such as a saved selection. libvips treats it as alpha. */
export function hasUnspecifiedSample(bytes: Uint8Array): boolean {
  const directory = readTiffDirectory(bytes);
  if (!directory) return false;
  const { photometric, samples, extra } = readColours(directory);
  return samples === (COLOUR_SAMPLES[photometric] ?? Number.NaN) + 1 && !ALPHA.includes(extra);
}

type Refusal = readonly [found: string, advice: string] | undefined;

function readColours({ values }: TiffDirectory) {
  const [photometric = Number.NaN] = values(TAG.photometric);
  const [samples = 1] = values(TAG.samplesPerPixel);
  const [extra = 0] = values(TAG.extraSamples);
  const [compression = NONE] = values(TAG.compression);
  const [depth = 1, ...depths] = values(TAG.bitsPerSample);
  return { photometric, samples, extra, compression, depth, isOneDepth: depths.every((other) => other === depth) };
}

function compressionRefusal(directory: TiffDirectory): Refusal {
  const { compression } = readColours(directory);
  if ([...LOSSLESS, ...CCITT, JPEG, WEBP].includes(compression)) return undefined;
  const name = COMPRESSION_NAMES[compression];
  return [name ? `pixels compressed with ${name}` : `pixels in an unknown compression (${compression})`, SAVE_AS_LZW];
}

function colourRefusal(directory: TiffDirectory): Refusal {
  const { photometric, samples, compression, depth, isOneDepth } = readColours(directory);
  if (Number.isNaN(photometric)) return ['pixels without saying what they mean (no PhotometricInterpretation)', SAVE_AS_RGB];
  const colours = COLOUR_SAMPLES[photometric];
  if (!colours) return [PHOTOMETRIC_NAMES[photometric] ?? `colours of an unknown kind (${photometric})`, SAVE_AS_RGB];
  if (photometric === YCBCR && compression !== JPEG) return ['YCbCr colours without JPEG compression', SAVE_AS_RGB];
  const { values, count } = directory;
  if (values(TAG.indexed)[0] === 1 && photometric !== PALETTE) return ['a palette of other colours than RGB', SAVE_AS_RGB];
  if (photometric === PALETTE && count(TAG.colorMap) !== 3 * 2 ** depth) return ['a palette without its colours', SAVE_AS_RGB];
  const isInverted = values(TAG.dotRange).some((value, index) => value !== (index % 2) * (2 ** depth - 1));
  const isCmyk = (values(TAG.inkSet)[0] ?? 1) === 1 && !isInverted;
  if (photometric === CMYK && !isCmyk) return ['inks other than plain CMYK', SAVE_AS_RGB];
  if (samples < colours) return [`too few channels for its colours (${samples} instead of ${colours})`, SAVE_AS_RGB];
  if (!isOneDepth) return ['channels of different depths', SAVE_AS_RGB];
  return rangeRefusal(directory);
}

/** Refuses other ranges and matrices, which libvips ignores. */
function rangeRefusal(directory: TiffDirectory): Refusal {
  const { photometric, depth } = readColours(directory);
  const { values } = directory;
  const isYCbCr = photometric === YCBCR;
  const stated = values(TAG.referenceBlackWhite);
  const isStated = (range: readonly number[]) => stated.every((value, index) => value === range[index % range.length]);
  // Pictures that were converted from YCbCr keep its range as RGB.
  const isFullRange = isStated(FULL_RANGE) || (!isYCbCr && isStated([0, 2 ** depth - 1]));
  if (!isFullRange && (isYCbCr || photometric === RGB)) return ['colours in a limited range', SAVE_AS_RGB];
  const hasOtherCoefficients = values(TAG.yCbCrCoefficients).some(
    (value, at) => !(Math.abs(value - (BT601[at] ?? 0)) <= COEFFICIENT_TOLERANCE),
  );
  return isYCbCr && hasOtherCoefficients ? ['YCbCr colours other than those of JPEG', SAVE_AS_RGB] : undefined;
}

/** Supported bit depths of a colour space. */
function depthsOf({ photometric, compression }: ReturnType<typeof readColours>, isOneSample: boolean): readonly number[] {
  if (CCITT.includes(compression)) return [1];
  if (compression === JPEG || compression === WEBP) return [8];
  if (photometric === PALETTE) return [1, 2, 4, 8];
  return [WHITE_IS_ZERO, BLACK_IS_ZERO].includes(photometric) && isOneSample ? [1, 2, 4, 8, 16] : [8, 16];
}

function sampleRefusal(directory: TiffDirectory): Refusal {
  const colours = readColours(directory);
  const { photometric, samples, compression, depth, extra } = colours;
  const format = directory.values(TAG.sampleFormat).find((value) => !UNSIGNED.includes(value));
  if (format !== undefined) return [`${depth}-bit ${SAMPLE_FORMAT_NAMES[format] ?? 'samples of an unknown kind'}`, SAVE_AS_RGB];
  const wanted = COLOUR_SAMPLES[photometric] ?? 0;
  if (!depthsOf(colours, samples === 1).includes(depth)) return [`${depth}-bit ${COLOUR_NAMES[photometric]} channels`, SAVE_AS_RGB];
  // Neither JPEG in TIFF nor a palette has alpha by any convention.
  const maxExtra = [PALETTE, YCBCR].includes(photometric) || [JPEG, ...CCITT].includes(compression) ? 0 : 1;
  if (samples > wanted + maxExtra) return [`${samples} channels for each pixel`, FLATTEN];
  const hasAlpha = samples > wanted && ALPHA.includes(extra);
  if (hasAlpha && photometric === CMYK && depth === 16) return ['CMYK colours of 16 bits with transparency', FLATTEN];
  if (hasAlpha && photometric === WHITE_IS_ZERO && extra === PREMULTIPLIED)
    return ['inverted greys that alpha is multiplied with', FLATTEN];
  if (compression === WEBP && photometric !== RGB) return ['WebP data of other colours than RGB', SAVE_AS_LZW];
  return undefined;
}

/** Compares the Adobe segment of a stream, if any, with the IFD. CMYK must not have one, since some programs then store inverted values. */
function jpegRefusal(bytes: Uint8Array, directory: TiffDirectory): Refusal {
  const { compression, photometric } = readColours(directory);
  if (compression !== JPEG) return undefined;
  const transform = { [RGB]: 0, [YCBCR]: 1 }[photometric];
  const mismatch = checkJpegStreams(bytes, directory, transform);
  if (mismatch === 'frame') return ['lossless or large progressive JPEG data', SAVE_AS_LZW];
  return mismatch && ['JPEG data of other colours than it says', SAVE_AS_LZW];
}

function layoutRefusal(directory: TiffDirectory): Refusal {
  const { values, count } = directory;
  const { compression, photometric, samples } = readColours(directory);
  const isPlanar = values(TAG.planarConfiguration)[0] === 2 && samples > 1;
  if (isPlanar && count(TAG.tileWidth) > 0) return ['separate colour planes in tiles', SAVE_INTERLEAVED];
  if (isPlanar && ![RGB, CMYK].includes(photometric)) return ['separate planes of grey and another channel', SAVE_INTERLEAVED];
  if (isPlanar && !LOSSLESS.includes(compression)) return ['separate colour planes of lossy data', SAVE_INTERLEAVED];
  const sides = [...values(TAG.tileWidth), ...values(TAG.tileLength)];
  if (sides.some((side) => side % TILE_STEP !== 0)) return [`tiles of ${sides.join(' × ')} pixels`, 'Save it in strips, or as a PNG.'];
  if ((values(TAG.imageDepth)[0] ?? 1) !== 1) return ['a volume of several layers', FLATTEN];
  return undefined;
}
