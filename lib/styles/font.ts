import { readFileSync } from 'node:fs';

/** Offset of the table directory in a TrueType font, and the length of an entry (OpenType 1.9, "Table directory"). */
const DIRECTORY_AT = 12;
const DIRECTORY_ENTRY = 16;

/** Encoding record for full Unicode and the format of its table: "platform 3, encoding 10" (OpenType 1.9, "cmap"). */
const ALL_OF_UNICODE = 0x0003_000a;
const SEGMENTED_COVERAGE = 12;

/** The characters that a font covers. */
export interface Font {
  /** Path of the font file for the renderer. */
  file: string;
  covers(text: string): boolean;
}

/** @throws TypeError if the file is not a TrueType font with a full Unicode table */
export function openFont(file: string): Font {
  const ranges = readCoveredRanges(readFileSync(file));
  return { file, covers: (text) => [...text].every((character) => contains(ranges, character.codePointAt(0) ?? 0)) };
}

type Range = readonly [first: number, last: number];

function readCoveredRanges(font: Buffer): Range[] {
  const cmap = offsetOf(font, 'cmap');
  const records = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + 4 + index * 8);
  const record = records.find((at) => font.readUInt32BE(at) === ALL_OF_UNICODE);
  const table = cmap + (record === undefined ? 0 : font.readUInt32BE(record + 4));
  if (record === undefined || font.readUInt16BE(table) !== SEGMENTED_COVERAGE)
    throw new TypeError('The font has no table for all of Unicode.');
  return Array.from({ length: font.readUInt32BE(table + 12) }, (_, index) => {
    const at = table + 16 + index * 12;
    return [font.readUInt32BE(at), font.readUInt32BE(at + 4)];
  });
}

function offsetOf(font: Buffer, name: string): number {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const at = DIRECTORY_AT + index * DIRECTORY_ENTRY;
    if (font.toString('latin1', at, at + 4) === name) return font.readUInt32BE(at + 8);
  }
  throw new TypeError(`The font has no table ${name}.`);
}

function contains(ranges: readonly Range[], code: number): boolean {
  return ranges.some(([first, last]) => first <= code && code <= last);
}
