import type { Property } from './heif-boxes';

type Bytes = Uint8Array<ArrayBuffer>;

const ESSENTIAL = 0x80;

/**
 * A HEIC of one item.
 *
 * @param properties 127 at most
 * @param data coded in HEVC
 */
export function encodeHeic(properties: readonly Property[], data: Blob): Blob {
  const ftyp = box('ftyp', text('heic'), u32(0), text('mif1heic'));
  const meta = (dataAt: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), text('pict'), new Uint8Array(13)),
      fullBox('pitm', 0, u16(1)),
      fullBox('iloc', 0, u16(0x4400, 1, 1, 0, 1), u32(dataAt, data.size)),
      fullBox('iinf', 0, u16(1), fullBox('infe', 0x0200_0000, u16(1, 0), text('hvc1\0'))),
      box('iprp', box('ipco', ...properties.map((property) => property.box.bytes)), associate(properties)),
    );
  const dataAt = ftyp.length + meta(0).length + 8;
  return new Blob([ftyp, meta(dataAt), u32(data.size + 8), text('mdat'), data]);
}

function associate(properties: readonly Property[]): Bytes {
  const indexes = properties.map(({ isEssential }, index) => (index + 1) | (isEssential ? ESSENTIAL : 0));
  return fullBox('ipma', 0, u32(1), u16(1), Uint8Array.of(indexes.length, ...indexes));
}

function box(type: string, ...content: readonly Bytes[]): Bytes {
  const parts = [text(type), ...content];
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return concat([u32(length), ...parts]);
}

/** @param versionAndFlags version in the upper eight bits */
const fullBox = (type: string, versionAndFlags: number, ...content: readonly Bytes[]) => box(type, u32(versionAndFlags), ...content);

const text = (characters: string): Bytes => Uint8Array.from(characters, (character) => character.charCodeAt(0));
const u16 = (...values: number[]): Bytes => Uint8Array.from(values.flatMap((value) => [value >>> 8, value]));
const u32 = (...values: number[]): Bytes => u16(...values.flatMap((value) => [value >>> 16, value & 0xffff]));

function concat(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
