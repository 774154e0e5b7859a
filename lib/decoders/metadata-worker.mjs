// Runs in its own thread, which is terminated if a file takes too long. Plain JavaScript, because threads start from a file on disk.
import './silent.mjs';
import ExifReader from 'exifreader';

const GROUPS = ['exif', 'iptc', 'xmp', 'pngText', 'png', 'makerNotes'];

/** More fields and characters than cameras and programs write. */
const MAX_FIELDS = 2000;
const MAX_LENGTH = 500;

/**
 * Reads embedded metadata: the `EmbeddedMetadata` of lib/imaging/types.ts.
 *
 * @param {Uint8Array} bytes
 * @returns null if it cannot be read
 */
export default function read(bytes) {
  return readTags(bytes, {});
}

/**
 * Reads embedded metadata without XMP, for files with too much XMP. The other fields take milliseconds.
 *
 * @param {Uint8Array} bytes
 */
export function readWithoutXmp(bytes) {
  return readTags(bytes, { excludeTags: { xmp: true } });
}

/** A task that does nothing: it is over once this thread is ready for files. */
export function ready() {}

function readTags(bytes, options) {
  const hasMore = 'excludeTags' in options;
  try {
    const tags = ExifReader.load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { expanded: true, ...options });
    const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
    return {
      fields: GROUPS.flatMap((group) => Object.entries(tags[group] ?? {}).map(([name, tag]) => [name, textOf(tag)])).slice(0, MAX_FIELDS),
      // Cameras without a satellite fix write zeros divided by zero.
      place: Number.isFinite(latitude) && Number.isFinite(longitude) ? { latitude, longitude } : null,
      hasThumbnail: Boolean(tags.Thumbnail),
      hasMore,
    };
  } catch (error) {
    return error instanceof ExifReader.errors.MetadataMissingError ? { fields: [], place: null, hasThumbnail: false, hasMore } : null;
  }
}

function textOf(tag) {
  // Repeated IPTC fields, such as keywords, form a list.
  const text = Array.isArray(tag) ? tag.map((one) => one?.description).join(', ') : tag?.description;
  return typeof text === 'string' || typeof text === 'number' ? String(text).slice(0, MAX_LENGTH) : '';
}
