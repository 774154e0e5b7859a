// Runs in a thread of its own, which is ended when a picture takes too long. Plain JavaScript: threads start from a file on disk.
import './silent.mjs';
import { createRequire } from 'node:module';
import { move, transferableSymbol, valueSymbol } from 'piscina';

// Its ES module wants to be bundled; this one finds itself.
const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle');

const { heif_error_Ok: OK } = libheif.heif_error_code;

/**
 * The main picture of a file, turned upright as the file itself says.
 *
 * @param {Uint8Array} bytes
 * @returns pixels in rows without gaps, with room around them, 8 bits each, and with a fourth channel when the file has transparency; or, as `damaged`, what
 *   libheif says against the file. Whatever is thrown is no fault of the file.
 */
export default function decode(bytes) {
  const context = libheif.heif_context_alloc();
  if (!context) throw new Error('libheif has no memory');
  try {
    succeeded(libheif.heif_context_read_from_memory(context, bytes));
    const handle = succeeded(libheif.heif_js_context_get_primary_image_handle(context));
    try {
      return pixelsOf(handle);
    } finally {
      libheif.heif_image_handle_release(handle);
    }
  } catch (error) {
    // As a value: classes do not get from one thread to another.
    if (error instanceof Damaged) return { damaged: error.message };
    throw error;
  } finally {
    libheif.heif_context_free(context);
  }
}

class Damaged extends Error {}

/** Bytes around the pixels, for a list of where rows are and a colour profile. */
const ROOM = 512 * 1024;

function pixelsOf(handle) {
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = libheif.heif_chroma;
  const channels = libheif.heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const decoded = succeeded(
    libheif.heif_js_decode_image2(handle, libheif.heif_colorspace.heif_colorspace_RGB, channels === 4 ? rgba : rgb),
  );
  try {
    const { width, height } = decoded;
    const [plane] = decoded.channels;
    const line = width * channels;
    const data = new Uint8Array(new ArrayBuffer(ROOM + line * height + ROOM), ROOM, line * height);
    // What libheif shows is its own memory, with gaps between the rows.
    for (let row = 0; row < height; row += 1) data.set(plane.data.subarray(row * plane.stride, row * plane.stride + line), row * line);
    // Pixels are handed over to the other thread, not copied.
    return move({ [transferableSymbol]: [data.buffer], [valueSymbol]: { data, width, height, channels, room: ROOM } });
  } finally {
    libheif.heif_image_release(decoded.image);
  }
}

/** Functions of libheif return what was asked for, or an error with a code. */
function succeeded(result) {
  if (result?.code && result.code !== OK) throw new Damaged(result.message ?? 'libheif failed');
  if (!result) throw new Damaged('libheif found no picture');
  return result;
}
