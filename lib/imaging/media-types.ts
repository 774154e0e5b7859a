/** Supported input formats by sharp's name. */
export const FORMATS = {
  jpeg: { label: 'JPEG', mime: 'image/jpeg', extensions: ['.jpg', '.jpeg', '.jfif'] },
  png: { label: 'PNG', mime: 'image/png', extensions: ['.png', '.apng'] },
  webp: { label: 'WebP', mime: 'image/webp', extensions: ['.webp'] },
  gif: { label: 'GIF', mime: 'image/gif', extensions: ['.gif'] },
  avif: { label: 'AVIF', mime: 'image/avif', extensions: ['.avif'] },
  heic: { label: 'HEIC', mime: 'image/heic', extensions: ['.heic', '.heif', '.hif'] },
  tiff: { label: 'TIFF', mime: 'image/tiff', extensions: ['.tif', '.tiff'] },
} as const satisfies Record<string, { label: string; mime: string; extensions: readonly string[] }>;

export type InputFormat = keyof typeof FORMATS;

/** Default input formats. TIFF contains decades of codecs, so only dialects that need it accept it. */
export const GENERAL_FORMATS: readonly InputFormat[] = (Object.keys(FORMATS) as InputFormat[]).filter((format) => format !== 'tiff');

/** Lists input formats for a sentence: "JPEG, PNG, WebP, GIF, AVIF or HEIC". */
export function listFormats(formats: readonly InputFormat[] = GENERAL_FORMATS): string {
  const labels = formats.map((format) => FORMATS[format].label);
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
}

/** Major brands of HEIF files with HEVC pictures (ISO/IEC 23008-12, annex B). */
export const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis'] as const;

/** Output formats by file extension. */
export const OUTPUT_FORMATS = {
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  png: 'image/png',
} as const;

export type OutputFormat = keyof typeof OUTPUT_FORMATS;

export function isOutputFormat(extension: string): extension is OutputFormat {
  return Object.hasOwn(OUTPUT_FORMATS, extension);
}
