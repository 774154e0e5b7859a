// Runs in a thread of its own, which is ended when a file takes too long. Plain JavaScript: threads start from a file on disk.
import './silent.mjs';
import ExifReader from 'exifreader';

const GROUPS = ['exif', 'iptc', 'xmp', 'pngText', 'png', 'makerNotes'];

/** More than any camera or program writes, and more than anybody reads. */
const MAX_FIELDS = 2000;
const MAX_LENGTH = 500;

/**
 * What a file says beside its pixels: a `Said` of lib/avatars/ports.ts.
 *
 * @param {Uint8Array} bytes
 * @returns null when it cannot be read
 */
export default function read(bytes) {
  return said(bytes, {});
}

/**
 * The same of a file with more XMP than may be read, which is left out: all the rest takes milliseconds.
 *
 * @param {Uint8Array} bytes
 */
export function readWithoutXmp(bytes) {
  return said(bytes, { excludeTags: { xmp: true } });
}

function said(bytes, options) {
  const hasMore = 'excludeTags' in options;
  try {
    const tags = ExifReader.load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { expanded: true, ...options });
    const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
    return {
      fields: GROUPS.flatMap((group) => Object.entries(tags[group] ?? {}).map(([name, tag]) => [name, readable(tag)])).slice(0, MAX_FIELDS),
      // Cameras that have found no satellites write zeros divided by zero.
      place: Number.isFinite(latitude) && Number.isFinite(longitude) ? { latitude, longitude } : null,
      hasThumbnail: Boolean(tags.Thumbnail),
      hasMore,
    };
  } catch (error) {
    return error instanceof ExifReader.errors.MetadataMissingError ? { fields: [], place: null, hasThumbnail: false, hasMore } : null;
  }
}

function readable(tag) {
  // What IPTC says several times, such as keywords, is a list.
  const text = Array.isArray(tag) ? tag.map((one) => one?.description).join(', ') : tag?.description;
  return typeof text === 'string' || typeof text === 'number' ? String(text).slice(0, MAX_LENGTH) : '';
}
