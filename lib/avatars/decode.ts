import { readApng } from './apng';
import { AvatarError } from './errors';
import { FORMATS, type InputFormat, listFormats } from './limits';
import { OPEN, sharp } from './sharp';
import { sniff } from './sniff';
import { measureStructure } from './structure';
import { validateStructure } from './validate';

/** What the header of an upload says. No pixel has been decoded. */
export interface Source {
  bytes: Uint8Array;
  format: InputFormat;
  /** Size as displayed, after EXIF orientation, in pixels. */
  width: number;
  height: number;
  frames: number;
}

/**
 * Reads the header. The bytes alone decide what it is; no file name or declared type is looked at.
 *
 * @param accepted formats that this client may send; all that we read, unless given.
 * @throws AvatarError empty_file, unsupported_format, corrupt_image, too_complex
 */
export async function decodeHeader(bytes: Uint8Array, accepted?: readonly InputFormat[]): Promise<Source> {
  if (bytes.byteLength === 0) throw new AvatarError('empty_file', 'The file is empty. Expected a picture.');
  const found = sniff(bytes);
  const structure = measureStructure(bytes);
  validateStructure(structure);
  const metadata = await sharp(bytes, { ...OPEN, limitInputPixels: false })
    .metadata()
    .catch((error: Error) => {
      // A known signature that the decoder does not take further: the start is right and the rest is not.
      if (Object.values(FORMATS).some(({ label }) => found.endsWith(`${label} picture`))) {
        throw new AvatarError('corrupt_image', `The file starts like ${found} but cannot be read.`, {}, { cause: error });
      }
      throw unsupported(found, accepted, error);
    });
  const format = metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format;
  if (!isInputFormat(format)) throw unsupported(found, accepted);
  if (accepted && !accepted.includes(format)) throw unsupported(found, accepted);
  const { width, height } = metadata.autoOrient;
  const frames = readApng(bytes)?.delays.length ?? metadata.pages ?? 1;
  // What is among the pixels of its file is known only now.
  const { exif, xmp, icc } = metadata;
  const kept = [exif, xmp, icc].reduce((sum, block) => sum + (block?.byteLength ?? 0), 0);
  validateStructure({ ...structure, frames, metadataBytes: Math.max(structure.metadataBytes, kept) });
  return { bytes, format, width, height, frames };
}

function isInputFormat(format: string): format is InputFormat {
  return format in FORMATS;
}

function unsupported(found: string, accepted: readonly InputFormat[] | undefined, cause?: Error): AvatarError {
  const expected = listFormats(accepted);
  return new AvatarError('unsupported_format', `This is ${found}. Expected ${expected}.`, { expected, found }, { cause });
}
