import { box, readItems, withItemProperties } from '@/lib/imaging/formats/heif-items';

/** Adds an essential property to the primary item of a HEIF, but not to its alpha plane. */
export function withProperty(heif: Buffer, type: string, content: Uint8Array): Buffer {
  const items = readItems(heif);
  if (!items) throw new RangeError('Expected a HEIF with items');
  const own = items.associations.get(items.primary) ?? [];
  const added = { property: items.properties.length + 1, isEssential: true };
  const file = withItemProperties(heif, items, [box(type, content)], new Map(items.associations).set(items.primary, [...own, added]));
  if (!file) throw new RangeError('Expected a HEIF that ends with its last box');
  return file;
}

/** Adds an nclx box with these CICP code points. */
export function withNclx(heif: Buffer, primaries: number, transfer: number, isFullRange = true): Buffer {
  const numbers = [primaries, transfer, 6].flatMap((value) => [value >> 8, value & 255]);
  return withProperty(heif, 'colr', Buffer.concat([Buffer.from('nclx', 'latin1'), Buffer.from([...numbers, isFullRange ? 0x80 : 0])]));
}
