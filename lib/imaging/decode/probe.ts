import { sharp } from '../sharp';

/** A PNG of one pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Decodes one pixel, to check that the decoder works. @throws Error */
export async function probeDecoder(): Promise<void> {
  const { info } = await sharp(PIXEL).raw().toBuffer({ resolveWithObject: true });
  if (info.width !== 1 || info.height !== 1) throw new Error(`Expected one pixel, got ${info.width} × ${info.height}`);
}
