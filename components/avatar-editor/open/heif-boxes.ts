// Reads HEIF (ISO/IEC 14496-12, sections 4.2 and 8.11) as `lib/imaging/formats/heif-items.ts` does on the server, which needs `Buffer`.

export interface Box {
  type: string;
  /** The box with its length and type. */
  bytes: Uint8Array<ArrayBuffer>;
  content: DataView<ArrayBuffer>;
}

export interface Property {
  box: Box;
  isEssential: boolean;
}

/** Bytes of an item in the file. */
export interface ItemBytes {
  start: number;
  length: number;
}

/** Size of the version and flags that a FullBox begins with. */
const FLAGS_BYTES = 4;

/** Reads the boxes of a list one after the other. @throws RangeError at a box that does not end within the list */
export function* boxesIn(list: DataView<ArrayBuffer>, from = 0): Generator<Box, void> {
  for (let at = from; at + 8 <= list.byteLength; ) {
    const stated = list.getUint32(at);
    const head = stated === 1 ? 16 : 8;
    const left = list.byteLength - at;
    // 0 means up to the end. 1 means that a 64-bit length follows.
    const length = stated === 0 ? left : stated === 1 ? Number(list.getBigUint64(at + 8)) : stated;
    if (length < head || length > left) throw new RangeError('A HEIF box has a wrong length');
    const start = list.byteOffset + at;
    yield {
      type: textAt(list, at + 4),
      bytes: new Uint8Array(list.buffer, start, length),
      content: new DataView(list.buffer, start + head, length - head),
    };
    at += length;
  }
}

/** The first box of a type. @throws RangeError without one */
export function boxOf(boxes: Iterable<Box>, type: string): Box {
  for (const box of boxes) if (box.type === type) return box;
  throw new RangeError(`A HEIF has no ${type} box`);
}

/** The boxes in a FullBox. */
export const childrenOf = ({ content }: Box, skipped = 0) => [...boxesIn(content, FLAGS_BYTES + skipped)];

export function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

/** Returns a function that reads the next big-endian number of so many bytes. It throws RangeError past the end. */
function reader({ content }: Box, from = FLAGS_BYTES): (bytes: number) => number {
  let at = from;
  return (bytes) => {
    let value = 0;
    for (const end = at + bytes; at < end; at += 1) value = value * 256 + content.getUint8(at);
    return value;
  };
}

const versionOf = ({ content }: Box) => content.getUint8(0);

export function primaryItem(pitm: Box): number {
  return reader(pitm)(versionOf(pitm) === 0 ? 2 : 4);
}

/** The thumbnails of an item, by their IDs. */
export function thumbnailsOf(iref: Box, item: number): number[] {
  const idBytes = versionOf(iref) === 0 ? 2 : 4;
  return childrenOf(iref).flatMap((reference) => {
    const read = reader(reference, 0);
    const [from, count] = [read(idBytes), read(2)];
    if (reference.type !== 'thmb') return [];
    return Array.from({ length: count }, () => read(idBytes)).includes(item) ? [from] : [];
  });
}

/** @returns undefined without such an item */
export function typeOfItem(iinf: Box, item: number): string | undefined {
  for (const infe of childrenOf(iinf, versionOf(iinf) === 0 ? 2 : 4)) {
    // Versions before 2 have no item types.
    const idBytes = versionOf(infe) === 2 ? 2 : 4;
    // Two bytes separate item ID and item type.
    if (versionOf(infe) >= 2 && reader(infe)(idBytes) === item) return textAt(infe.content, FLAGS_BYTES + idBytes + 2);
  }
  return undefined;
}

/** The properties of an item in association order. */
export function propertiesOf(iprp: Box, item: number): Property[] {
  const parts = [...boxesIn(iprp.content)];
  const boxes = [...boxesIn(boxOf(parts, 'ipco').content)];
  return parts
    .filter(({ type }) => type === 'ipma')
    .flatMap((ipma) => associationsOf(ipma, item))
    .flatMap(({ index, isEssential }) => {
      const box = boxes[index - 1];
      return box ? [{ box, isEssential }] : [];
    });
}

function associationsOf(ipma: Box, item: number): { index: number; isEssential: boolean }[] {
  const read = reader(ipma);
  const indexBytes = (ipma.content.getUint8(3) & 1) === 1 ? 2 : 1;
  const essential = indexBytes === 2 ? 0x8000 : 0x80;
  for (let left = read(4); left > 0; left -= 1) {
    const id = read(versionOf(ipma) === 0 ? 2 : 4);
    const values = Array.from({ length: read(1) }, () => read(indexBytes));
    if (id === item) return values.map((value) => ({ index: value & (essential - 1), isEssential: value >= essential }));
  }
  return [];
}

/** The bytes of an item. @returns null unless they are in one piece of this file */
export function bytesOf(iloc: Box, item: number): ItemBytes | null {
  const read = reader(iloc);
  const version = versionOf(iloc);
  const sizes = read(2);
  const [offsetBytes = 0, lengthBytes = 0, baseBytes = 0, indexBytes = 0] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15);
  for (let left = read(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const id = read(version < 2 ? 2 : 4);
    const method = version > 0 ? read(2) & 15 : 0;
    const source = read(2);
    const base = read(baseBytes);
    const extents = read(2);
    if (id === item) {
      if (version > 0) read(indexBytes);
      const start = base + read(offsetBytes);
      return extents === 1 && method === 0 && source === 0 ? { start, length: read(lengthBytes) } : null;
    }
    read(extents * ((version > 0 ? indexBytes : 0) + offsetBytes + lengthBytes));
  }
  return null;
}
