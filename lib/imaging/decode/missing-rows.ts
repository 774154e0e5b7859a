import type { SharpOptions } from 'sharp';
import { AvatarError, isAvatarError } from '@/lib/errors';

/** Strictness of libvips while decoding. */
export type FailOn = Extract<SharpOptions['failOn'], 'warning' | 'error'>;

/** libjpeg's warning for pixels that it fills in because a scan ends early. libvips reports only the first warning of a file. */
const FILLED_PIXELS_WARNING = /premature end/i;

/**
 * Decodes, and refuses a JPEG with an EOI marker before its last pixels: libjpeg fills the rest with grey and only warns. Other warnings
 * are harmless, such as those about Samsung scan headers; these files are decoded a second time, ignoring warnings.
 *
 * Rows below the decoded area are not checked.
 *
 * @param isChecked false for other formats, and for originals that were accepted earlier
 * @throws AvatarError corrupt_image, and errors of `decode`
 */
export async function refuseMissingRows<T>(isChecked: boolean, decode: (failOn: FailOn) => Promise<T>): Promise<T> {
  if (!isChecked) return decode('error');
  try {
    return await decode('warning');
  } catch (error) {
    if (!isAvatarError(error) || error.code !== 'corrupt_image' || !(error.cause instanceof Error)) throw error;
    if (!FILLED_PIXELS_WARNING.test(error.cause.message)) return decode('error');
    const message = 'This JPEG picture is incomplete: the last of its pixels are missing.';
    throw new AvatarError('corrupt_image', message, { stage: 'pixels' }, { cause: error.cause });
  }
}
