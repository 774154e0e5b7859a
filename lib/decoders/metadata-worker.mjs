// Runs in a thread of its own, which is ended when a file takes too long. Plain JavaScript: threads start from a file on disk.
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
  try {
    const tags = ExifReader.load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { expanded: true });
    const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
    return {
      fields: GROUPS.flatMap((group) => Object.entries(tags[group] ?? {}).map(([name, tag]) => [name, readable(tag)])).slice(0, MAX_FIELDS),
      place: latitude === undefined || longitude === undefined ? null : { latitude, longitude },
      hasThumbnail: Boolean(tags.Thumbnail),
    };
  } catch (error) {
    return error instanceof ExifReader.errors.MetadataMissingError ? { fields: [], place: null, hasThumbnail: false } : null;
  }
}

function readable(tag) {
  const text = tag?.description;
  return typeof text === 'string' ? text.slice(0, MAX_LENGTH) : '';
}
