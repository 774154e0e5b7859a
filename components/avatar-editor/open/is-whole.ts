/**
 * Whether the browser decodes all of a picture. An `<img>` also loads one that breaks off, and leaves out the pixels that are missing. Of an
 * animation only the first frame counts.
 */
export function isWhole(file: Blob): Promise<boolean> {
  // Small: the pixels themselves are not needed.
  return createImageBitmap(file, { resizeWidth: 1, resizeHeight: 1 }).then(
    (bitmap) => {
      bitmap.close();
      return true;
    },
    () => false,
  );
}
