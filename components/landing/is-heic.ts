import { HEIC_BRANDS } from '@/lib/imaging/media-types';

/** Length of a `ftyp` box with a dozen compatible brands. */
const HEAD_BYTES = 64;

/** Major brands of HEIF files with any codec: the compatible brands say which. */
const ANY_CODEC = ['mif1', 'msf1'];

const BRANDS: readonly string[] = [...HEIC_BRANDS, ...ANY_CODEC];

/** Whether a file begins as a HEIC does, whatever its name. False if it cannot be read. */
export async function isHeic(file: Blob): Promise<boolean> {
  const head = await file
    .slice(4, HEAD_BYTES)
    .text()
    .catch(() => '');
  return head.startsWith('ftyp') && BRANDS.includes(head.slice(4, 8)) && !head.includes('avif');
}
