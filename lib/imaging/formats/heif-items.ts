import { MAX_BLOCKS, MAX_HEIF_BOXES } from '../limits';
import { type Box, boxesIn, VERSION_AND_FLAGS_BYTES } from './heif';

// HEIF items, item properties and item references (ISO/IEC 23008-12, ISO/IEC 14496-12 section 8.11).

/** A property of an item, by its index in `ipco`; the first is 1. */
export interface Association {
  property: number;
  isEssential: boolean;
}

export interface Reference {
  type: string;
  from: number;
  to: readonly number[];
}

export interface Items {
  meta: Box;
  /** ID of the primary item. */
  primary: number;
  /** Child boxes of `meta`. */
  boxes: readonly Box[];
  /** Children of `ipco`; associations number them from 1. */
  properties: readonly Box[];
  associations: ReadonlyMap<number, readonly Association[]>;
  references: readonly Reference[];
}

/**
 * Reads the items of a HEIF.
 *
 * @param file may be truncated anywhere, or have wrong lengths
 * @returns null if there are no items, or they cannot be read completely
 */
export function readItems(file: Buffer): Items | null {
  try {
    const meta = [...boxesIn(file)].find(({ type }) => type === 'meta');
    if (!meta) return null;
    const boxes = allBoxesIn(file, meta.start + VERSION_AND_FLAGS_BYTES, meta.end);
    const [pitm, iprp, iref] = ['pitm', 'iprp', 'iref'].map((wanted) => boxes.find(({ type }) => type === wanted));
    if (!pitm || !iprp) return null;
    const parts = [...boxesIn(file, iprp.start, iprp.end)];
    const ipco = parts.find(({ type }) => type === 'ipco');
    if (!ipco) return null;
    const associations = new Map<number, Association[]>();
    const countEntries = createEntryCounter();
    for (const part of parts) if (part.type === 'ipma') readAssociations(file, part, associations, countEntries);
    return {
      meta,
      primary: file.readUIntBE(pitm.start + VERSION_AND_FLAGS_BYTES, file[pitm.start] === 0 ? 2 : 4),
      boxes,
      properties: allBoxesIn(file, ipco.start, ipco.end),
      associations,
      references: iref ? readReferences(file, iref, countEntries) : [],
    };
  } catch (error) {
    // The read was beyond the end of the file. The decoder reports the damage.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** All boxes of a list. A partial list would lose boxes in a copy. @throws RangeError if there are too many */
function allBoxesIn(file: Buffer, from: number, to: number): Box[] {
  const boxes = [...boxesIn(file, from, to)];
  if (boxes.length > MAX_HEIF_BOXES) throw new RangeError('A HEIF has too many boxes in one list');
  return boxes;
}

type EntryCounter = (count: number) => void;

/** Limits the associations and references of a file. No picture needs more. */
function createEntryCounter(): EntryCounter {
  let left = MAX_BLOCKS;
  return (count) => {
    left -= count;
    if (left < 0) throw new RangeError('A HEIF has too many items');
  };
}

function readAssociations(file: Buffer, { start, end }: Box, associations: Map<number, Association[]>, countEntries: EntryCounter): void {
  const idBytes = file[start] === 0 ? 2 : 4;
  const isWide = ((file[start + 3] ?? 0) & 1) === 1;
  let at = start + VERSION_AND_FLAGS_BYTES + 4;
  for (let left = file.readUInt32BE(at - 4); left > 0; left -= 1) {
    const item = file.readUIntBE(at, idBytes);
    const count = file.readUInt8(at + idBytes);
    countEntries(1 + count);
    at += idBytes + 1;
    const list = associations.get(item) ?? [];
    for (let index = 0; index < count; index += 1) {
      const value = isWide ? file.readUInt16BE(at) : file.readUInt8(at);
      const essential = isWide ? 0x8000 : 0x80;
      list.push({ property: value & (essential - 1), isEssential: value >= essential });
      at += isWide ? 2 : 1;
    }
    associations.set(item, list);
    if (at > end) throw new RangeError('The ipma box of a HEIF is truncated');
  }
}

function readReferences(file: Buffer, iref: Box, countEntries: EntryCounter): Reference[] {
  const idBytes = file[iref.start] === 0 ? 2 : 4;
  const references: Reference[] = [];
  for (const { type, start, end } of boxesIn(file, iref.start + VERSION_AND_FLAGS_BYTES, iref.end)) {
    const from = file.readUIntBE(start, idBytes);
    const count = file.readUInt16BE(start + idBytes);
    const first = start + idBytes + 2;
    countEntries(1 + count);
    if (first + count * idBytes > end) throw new RangeError('The iref box of a HEIF is truncated');
    references.push({ type, from, to: Array.from({ length: count }, (_, index) => file.readUIntBE(first + index * idBytes, idBytes)) });
  }
  return references;
}

/** The properties of an item in association order. */
export function propertiesOf({ properties, associations }: Items, item: number): Box[] {
  return (associations.get(item) ?? []).flatMap(({ property }) => properties[property - 1] ?? []);
}

/**
 * Copies a HEIF with properties added to its items. A new `meta` box is appended and the old one becomes `free`, so all pixel offsets stay
 * valid.
 *
 * @param added boxes to append to `ipco`
 * @param associations of all items
 * @returns null if the last box does not end with the file, or the properties exceed the index range
 */
export function withItemProperties(
  file: Buffer,
  { meta, boxes, properties }: Items,
  added: readonly Buffer[],
  associations: ReadonlyMap<number, readonly Association[]>,
): Buffer | null {
  const last = [...boxesIn(file)].at(-1);
  const isFull = properties.length + added.length > 0x7fff || [...associations.values()].some(({ length }) => length > 255);
  if (!last || last.end !== file.length || isFull) return null;
  const raw = ({ head, end }: Box) => file.subarray(head, end);
  const iprp = box('iprp', box('ipco', ...properties.map(raw), ...added), associationBox(associations));
  const content = boxes.map((part) => (part.type === 'iprp' ? iprp : raw(part)));
  const newMeta = box('meta', file.subarray(meta.start, meta.start + VERSION_AND_FLAGS_BYTES), ...content);
  const copy = Buffer.concat([file, newMeta]);
  copy.write('free', meta.head + 4, 'latin1');
  // A length of 0 means "up to the end of the file", which has moved.
  if (copy.readUInt32BE(last.head) === 0) copy.writeUInt32BE(last.end - last.head, last.head);
  return copy;
}

/** Item IDs take four bytes and property indexes two, enough for any file. */
function associationBox(associations: ReadonlyMap<number, readonly Association[]>): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(0x01000001);
  head.writeUInt32BE(associations.size, 4);
  const entries = [...associations].map(([item, list]) => {
    const entry = Buffer.alloc(5 + list.length * 2);
    entry.writeUInt32BE(item);
    entry.writeUInt8(list.length, 4);
    for (const [index, { property, isEssential }] of list.entries())
      entry.writeUInt16BE(property | (isEssential ? 0x8000 : 0), 5 + index * 2);
    return entry;
  });
  return box('ipma', head, ...entries);
}

/** Encodes a box. */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.reduce((sum, { length }) => sum + length, head.length));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...content]);
}
