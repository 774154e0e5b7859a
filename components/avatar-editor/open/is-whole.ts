import { isTruncated } from './is-truncated';

/**
 * Whether a picture is there to its end. `<img>` shows the pixels that a truncated or damaged file has. Of an animation only the first frame
 * is decoded. False for a file that cannot be read.
 */
export async function isWhole(file: Blob): Promise<boolean> {
  try {
    if (isTruncated(new Uint8Array(await file.arrayBuffer()))) return false;
    // Chromium rejects what it cannot decode to the end, Firefox does not. Small: the pixels themselves are not needed.
    const bitmap = await createImageBitmap(file, { resizeWidth: 1, resizeHeight: 1 });
    bitmap.close();
    return true;
  } catch {
    return false;
  }
}
