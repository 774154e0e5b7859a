// Runs in its own thread, which is terminated if a picture takes too long. Plain JavaScript, because threads start from a file on disk.
import './silent.mjs';
import { createRequire } from 'node:module';
import { move, transferableSymbol, valueSymbol } from 'piscina';

// The ES module of libheif-js requires a bundler; this module locates its own WebAssembly.
const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle');

const { heif_error_Ok: OK } = libheif.heif_error_code;

/**
 * Decodes the primary item of a HEIC, oriented as the file states.
 *
 * @param {Uint8Array} bytes
 * @returns pixels of 8 bits per channel in rows without gaps, with padding around them, and with a fourth channel if the file has alpha; or
 * `damaged` with the message of libheif. Thrown errors do not indicate a damaged file.
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
    // Returned as a value, because error classes are lost between threads.
    if (error instanceof Damaged) return { damaged: error.message };
    throw error;
  } finally {
    libheif.heif_context_free(context);
  }
}

class Damaged extends Error {}

/** Bytes on either side of the pixels, for a TIFF IFD and an ICC profile. */
const PADDING = 512 * 1024;

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
    const data = new Uint8Array(new ArrayBuffer(PADDING + line * height + PADDING), PADDING, line * height);
    // libheif returns a view of its own memory, with gaps between the rows.
    for (let row = 0; row < height; row += 1) data.set(plane.data.subarray(row * plane.stride, row * plane.stride + line), row * line);
    // Pixels are transferred to the other thread, not copied.
    return move({ [transferableSymbol]: [data.buffer], [valueSymbol]: { data, width, height, channels, padding: PADDING } });
  } finally {
    libheif.heif_image_release(decoded.image);
  }
}

/** libheif functions return the requested value, or an error with a code. */
function succeeded(result) {
  if (result?.code && result.code !== OK) throw new Damaged(result.message ?? 'libheif failed');
  if (!result) throw new Damaged('libheif found no picture');
  return result;
}
