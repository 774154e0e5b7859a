/** A frame of one pixel that shows what is below it: GIF89a sections 23, 20 and 22. */
const CLEAR_FRAME = Uint8Array.of(0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);

const [EXTENSION, GRAPHIC_CONTROL, IMAGE] = [0x21, 0xf9, 0x2c];

/**
 * Where the first frame of a GIF leaves some of the canvas bare and has no transparent colour, browsers show what is behind, and the
 * library shows black: it gives a picture transparency only when one of its frames asks for it. So this adds one that does.
 *
 * @returns the file with another frame after its first, which shows the same; or the very file, when there is nothing to mend or it is
 * no GIF
 */
export function withClearCanvas(gif: Uint8Array): Uint8Array {
  const byte = (at: number) => gif[at] ?? 0;
  const uint16 = (at: number) => byte(at) | (byte(at + 1) << 8);
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const afterBlocks = (start: number) => {
    let at = start;
    while (byte(at) > 0) at += 1 + byte(at);
    return at + 1;
  };

  if (gif[0] !== 0x47 || gif[1] !== 0x49 || gif[2] !== 0x46) return gif;
  let at = 13 + tableBytes(byte(10));
  for (; byte(at) === EXTENSION; at = afterBlocks(at + 2)) {
    if (byte(at + 1) === GRAPHIC_CONTROL && byte(at + 3) & 1) return gif;
  }
  const covered = uint16(at + 1) === 0 && uint16(at + 3) === 0 && uint16(at + 5) >= uint16(6) && uint16(at + 7) >= uint16(8);
  if (byte(at) !== IMAGE || covered) return gif;
  const end = afterBlocks(at + 11 + tableBytes(byte(at + 9)));
  if (end > gif.byteLength) return gif;
  const mended = new Uint8Array(gif.byteLength + CLEAR_FRAME.byteLength);
  mended.set(gif.subarray(0, end));
  mended.set(CLEAR_FRAME, end);
  mended.set(gif.subarray(end), end + CLEAR_FRAME.byteLength);
  return mended;
}
