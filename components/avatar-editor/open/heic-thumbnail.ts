import type { Extent } from '../crop/framing';
import {
  boxesIn,
  boxOf,
  bytesOf,
  childrenOf,
  type Property,
  primaryItem,
  propertiesOf,
  textAt,
  thumbnailsOf,
  typeOfItem,
} from './heif-boxes';
import { encodeHeic } from './heif-encode';
import { isOf } from './thumbnail-extent';

/** Most bytes of a thumbnail, and of the properties of an item. Phones write 4 to 30 kB, and less than one. */
const MAX_BYTES = 65_536;

/** Thumbnails that are examined. Phones write one, cameras three. */
const MAX_THUMBNAILS = 4;

/** Most properties of an item: their indexes take seven bits. */
const MAX_PROPERTIES = 127;

/** The thumbnail of a HEIC in a file of its own. */
export interface HeicThumbnail {
  heic: Blob;
  /** Its size as displayed, and that of the photo. */
  thumbnail: Extent;
  photo: Extent;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>) => new DataView(buffer, byteOffset, byteLength);

export const isHeif = (head: Uint8Array<ArrayBuffer>) => head.length >= 8 && textAt(viewOf(head), 4) === 'ftyp';

/**
 * Copies the thumbnail item of a HEIC into a file of a few kilobytes.
 *
 * @param head the first bytes of the file, with its whole `meta` box
 * @returns null without a thumbnail that has the orientation of the photo
 * @throws RangeError if `head` is damaged or ends earlier, or has no list of references between items
 */
export function cutThumbnail(file: Blob, head: Uint8Array<ArrayBuffer>): HeicThumbnail | null {
  const boxes = childrenOf(boxOf(boxesIn(viewOf(head)), 'meta'));
  const [iinf, iprp, iloc] = [boxOf(boxes, 'iinf'), boxOf(boxes, 'iprp'), boxOf(boxes, 'iloc')];
  const primary = primaryItem(boxOf(boxes, 'pitm'));
  const ofPhoto = propertiesOf(iprp, primary);
  if (!areSmall(ofPhoto)) return null;
  for (const item of thumbnailsOf(boxOf(boxes, 'iref'), primary).slice(0, MAX_THUMBNAILS)) {
    const properties = propertiesOf(iprp, item);
    const at = bytesOf(iloc, item);
    if (typeOfItem(iinf, item) !== 'hvc1' || !areSmall(properties)) continue;
    if (!at || at.length === 0 || at.length > MAX_BYTES || at.start + at.length > file.size) continue;
    // Programs that turn the photo may leave an old one.
    if (orientationOf(properties) !== orientationOf(ofPhoto) || !isOf(storedSize(ofPhoto), storedSize(properties))) continue;
    const heic = encodeHeic(properties, file.slice(at.start, at.start + at.length));
    return { heic, thumbnail: displayedSize(properties), photo: displayedSize(ofPhoto) };
  }
  return null;
}

function areSmall(properties: readonly Property[]): boolean {
  return properties.length <= MAX_PROPERTIES && properties.reduce((sum, { box }) => sum + box.bytes.length, 0) <= MAX_BYTES;
}

/** The rotation and mirroring in their order, as one text to compare. */
function orientationOf(properties: readonly Property[]): string {
  const turns = properties.filter(({ box: { type } }) => type === 'irot' || type === 'imir');
  return turns.map(({ box: { type, content } }) => `${type} ${content.getUint8(0)}`).join(', ');
}

/** @throws RangeError without a size */
function storedSize(properties: readonly Property[]): Extent {
  const { content } = boxOf(
    properties.map(({ box }) => box),
    'ispe',
  );
  return { width: content.getUint32(4), height: content.getUint32(8) };
}

function displayedSize(properties: readonly Property[]): Extent {
  const { width, height } = storedSize(properties);
  const rotation = properties.find(({ box }) => box.type === 'irot')?.box.content.getUint8(0) ?? 0;
  return rotation % 2 === 1 ? { width: height, height: width } : { width, height };
}
