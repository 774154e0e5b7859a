/** The formats that we read, by the name that the decoder gives them. */
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

/** What is taken where nothing else is said. TIFF is a container of half a century of codecs, so it is read only where a wire asks for it. */
export const GENERAL_FORMATS: readonly InputFormat[] = (Object.keys(FORMATS) as InputFormat[]).filter((format) => format !== 'tiff');

/** The input formats as a sentence lists them: "JPEG, PNG, WebP, GIF, AVIF or HEIC". */
export function listFormats(formats: readonly InputFormat[] = GENERAL_FORMATS): string {
  const labels = formats.map((format) => FORMATS[format].label);
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
}

/** The formats that we serve, by file extension. */
export const OUTPUT_FORMATS = {
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  png: 'image/png',
} as const;

export type OutputFormat = keyof typeof OUTPUT_FORMATS;
