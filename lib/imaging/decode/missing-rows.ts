import type { SharpOptions } from 'sharp';
import { AvatarError } from '@/lib/errors';

/** What the library fails on while it decodes. */
export type FailOn = Extract<SharpOptions['failOn'], 'warning' | 'error'>;

/** libjpeg reports this where it makes pixels up, because a scan ends before its last block. It reports the first warning of a file only. */
const FILLED_ROWS = /premature end/i;

/**
 * Decodes, and refuses a JPEG whose EOI marker comes before its last pixels: libjpeg fills the rest with grey and only warns. Other
 * warnings are harmless, such as those about the scan headers of Samsung phones: such a file is decoded a second time without them.
 *
 * Rows below the part that is decoded are not checked.
 *
 * @param isChecked false for what is no JPEG, and for originals that were accepted before
 * @throws AvatarError corrupt_image, and what `decode` throws
 */
export async function refuseMissingRows<T>(isChecked: boolean, decode: (failOn: FailOn) => Promise<T>): Promise<T> {
  if (!isChecked) return decode('error');
  try {
    return await decode('warning');
  } catch (error) {
    const isDecoders = error instanceof AvatarError && error.code === 'corrupt_image' && error.cause instanceof Error;
    if (!isDecoders) throw error;
    if (!FILLED_ROWS.test((error.cause as Error).message)) return decode('error');
    const message = 'This JPEG picture is incomplete: the last of its pixels are missing.';
    throw new AvatarError('corrupt_image', message, {}, { cause: error.cause });
  }
}
