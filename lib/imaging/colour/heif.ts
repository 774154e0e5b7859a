import type { Box } from '../formats/heif';
import { readFirstExtent } from '../formats/heif-item-data';
import { type Association, box, type Items, propertiesOf, readItems, withItemProperties } from '../formats/heif-items';
import { asBuffer } from '../formats/png';
import { type Av1Colours, readAv1Colours } from './av1';
import { createProfile, type StatedColours } from './cicp';
import { CICP_PRIMARIES, SRGB_PRIMARIES } from './primaries';
import { HEIF_CURVES, HLG, PQ, srgbCurve } from './transfer';

/**
 * Rewrites an AVIF or HEIC for libheif, in a copy if anything changes:
 * - An ICC profile states colours given by code points (`nclx`).
 * - An ICC profile expands limited-range grey, which libheif does not expand.
 * - Alpha gets the clap, irot and imir properties of the picture; libheif would leave it as stored.
 */
export function withHeifProperties(heif: Uint8Array): Uint8Array {
  const file = asBuffer(heif);
  const items = file.toString('latin1', 4, 8) === 'ftyp' ? readItems(file) : null;
  if (!items) return heif;
  const stated = statedColours(file, items);
  const profile = stated && createProfile(stated);
  const associations = new Map(items.associations);
  const added = profile ? [box('colr', Buffer.from('prof', 'latin1'), profile)] : [];
  if (profile) {
    // libheif would use an earlier profile instead of ours.
    const others = (associations.get(items.primary) ?? []).filter(({ property }) => !isProfile(file, items.properties[property - 1]));
    associations.set(items.primary, [...others, { property: items.properties.length + 1, isEssential: false }]);
  }
  for (const [alpha, changes] of missingTransforms(file, items)) associations.set(alpha, [...(associations.get(alpha) ?? []), ...changes]);
  const isChanged = [...associations].some(([item, list]) => list !== items.associations.get(item));
  return (isChanged && withItemProperties(file, items, added, associations)) || heif;
}

/** The primary item and, if it is a grid, its first tile. */
function primaryItems(items: Items): number[] {
  const tile = items.references.find(({ type, from }) => type === 'dimg' && from === items.primary)?.to[0];
  return [items.primary, ...(tile === undefined ? [] : [tile])];
}

/** ISO/IEC 14496-12, section 12.1.5: after the type, three CICP code points and the range flag. */
type Nclx = Av1Colours;

function statedColours(file: Buffer, items: Items): StatedColours | null {
  const properties = primaryItems(items).flatMap((item) => propertiesOf(items, item));
  const nclx = readNclx(file, properties) ?? readSequenceHeader(file, items, properties);
  const isLimited = nclx?.isFullRange === false && properties.some((property) => isMonochrome(file, property));
  const hasProfile = properties.some((property) => isProfile(file, property));
  // A profile overrides nclx, as in Chromium. Limited-range grey with a profile is treated as sRGB.
  if (!nclx || (hasProfile && !isLimited)) return null;
  if (hasProfile) return { primaries: SRGB_PRIMARIES, transfer: srgbCurve, isLimited };
  const { primaries, transfer } = nclx;
  return {
    primaries: CICP_PRIMARIES[primaries] ?? SRGB_PRIMARIES,
    transfer: transfer === PQ || transfer === HLG ? transfer : (HEIF_CURVES[transfer] ?? srgbCurve),
    peak: peakOf(file, properties),
    isLimited,
  };
}

function readNclx(file: Buffer, properties: readonly Box[]): Nclx | undefined {
  const { start } = properties.find((property) => colourType(file, property) === 'nclx' && property.end - property.start >= 11) ?? {};
  if (start === undefined) return undefined;
  return {
    primaries: file.readUInt16BE(start + 4),
    transfer: file.readUInt16BE(start + 6),
    isFullRange: file.readUInt8(start + 10) >= 0x80,
  };
}

/** Reads the colours of an AV1 picture from its sequence header if the file does not state them. */
function readSequenceHeader(file: Buffer, items: Items, properties: readonly Box[]): Nclx | null {
  const configuration = properties.find(({ type }) => type === 'av1C');
  const pixels = configuration && readFirstExtent(file, items, primaryItems(items).at(-1) ?? items.primary);
  return pixels ? readAv1Colours(pixels) : null;
}

function colourType(file: Buffer, { type, start }: Box): string | undefined {
  return type === 'colr' ? file.toString('latin1', start, start + 4) : undefined;
}

function isProfile(file: Buffer, property: Box | undefined): boolean {
  return property !== undefined && ['prof', 'rICC'].includes(colourType(file, property) ?? '');
}

/** By the decoder configuration (AV1 in ISOBMFF, section 2.3.3; ISO/IEC 14496-15, section 8.3.3.1, where chroma format 0 is monochrome). */
function isMonochrome(file: Buffer, { type, start, end }: Box): boolean {
  if (type === 'av1C') return end - start >= 4 && (file.readUInt8(start + 2) & 0x10) !== 0;
  return type === 'hvcC' && end - start >= 23 && (file.readUInt8(start + 16) & 3) === 0;
}

/** Luminance of the brightest pixel in cd/m², if measured. Mastering display luminance is ignored, as by Chromium. */
function peakOf(file: Buffer, properties: readonly Box[]): number | undefined {
  const light = properties.find(({ type }) => type === 'clli');
  return light && light.end - light.start >= 4 ? file.readUInt16BE(light.start) || undefined : undefined;
}

/** Transformative properties: clean aperture, rotation, mirroring. */
const TRANSFORMS: readonly string[] = ['clap', 'irot', 'imir'];

/** Auxiliary types of alpha planes. */
const ALPHA = /^urn:mpeg:(?:mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1)\0/;

/** Maximum alpha planes that are read; a picture has one. Each may have as many properties as a file can list. */
const MAX_ALPHA_ITEMS = 4;

/** Transformative properties of the primary item that its alpha planes lack, by item ID of the alpha plane. */
function missingTransforms(file: Buffer, items: Items): Map<number, readonly Association[]> {
  const missing = new Map<number, readonly Association[]>();
  const typeOf = ({ property }: Association) => items.properties[property - 1]?.type ?? '';
  const wanted = (items.associations.get(items.primary) ?? []).filter((association) => TRANSFORMS.includes(typeOf(association)));
  if (wanted.length === 0) return missing;
  const size = sizeOf(file, propertiesOf(items, items.primary));
  const alphaItems = items.references.filter(({ type, to }) => type === 'auxl' && to.includes(items.primary)).slice(0, MAX_ALPHA_ITEMS);
  for (const { from } of alphaItems) {
    const own = propertiesOf(items, from);
    if (!own.some((property) => isAlpha(file, property)) || own.some(({ type }) => TRANSFORMS.includes(type))) continue;
    // A clean aperture is in pixels, so it fits only an alpha plane of the same size.
    const isSameSize = sizeOf(file, own) === size;
    missing.set(
      from,
      wanted.filter((association) => isSameSize || typeOf(association) !== 'clap'),
    );
  }
  return missing;
}

function isAlpha(file: Buffer, { type, start, end }: Box): boolean {
  return type === 'auxC' && ALPHA.test(file.toString('latin1', start + 4, Math.min(end, start + 64)));
}

/** Width and height as encoded bytes. */
function sizeOf(file: Buffer, properties: readonly Box[]): string | undefined {
  const size = properties.find(({ type }) => type === 'ispe');
  return size && file.toString('latin1', size.start, Math.min(size.end, size.start + 12));
}

/** Whether the colours of a HEIF are premultiplied (ISO/IEC 23000-22, section 7.3.5.2). */
export function isPremultiplied(heif: Uint8Array): boolean {
  const file = asBuffer(heif);
  const items = file.toString('latin1', 4, 8) === 'ftyp' ? readItems(file) : null;
  return items?.references.some(({ type, from }) => type === 'prem' && from === items.primary) ?? false;
}
