import { asBuffer, dataOf, isPng, pngChunks } from '../formats/png';
import type { EmbeddedMetadata } from '../types';
import { findEmbeddedData } from './embedded';
import { KINDS, type Removed, type RemovedKind } from './kinds';
import { createExposureReader, describeField } from './report-fields';

/** Maximum values of a kind, and characters of a value, in a report. */
const MAX_VALUES = 5;
const MAX_VALUE_LENGTH = 100;

/** Maximum names of technical fields, and characters of a name, in a report. Phones write about sixty fields. */
const MAX_FIELDS = 200;
const MAX_NAME_LENGTH = 60;

/** Fields that describe the image data rather than the photo: size, colours, layout. */
const STRUCTURE =
  /pointer|version|resolution|orientation|colou?rspace|componentsconfiguration|ycbcr|dimension|image ?(?:width|height|length)|interop|compression|samples|offset$|^_raw$|^about$|record version|padding|bit|colou?r ?type|filter|interlace|pixel|gamma|chromaticities|subsampling/i;

/**
 * Reports which metadata an upload contained. Renditions contain none of it: only pixels are encoded.
 *
 * @param metadata null if it could not be read; it is removed all the same
 * @param bytes of the same file
 */
export function metadataReport(metadata: EmbeddedMetadata | null, bytes: Uint8Array): Removed[] {
  const found = new Map<RemovedKind, Set<string>>();
  const add = (kind: RemovedKind, value = '') => {
    const values = found.get(kind) ?? new Set();
    found.set(kind, value === '' ? values : values.add(value));
  };
  if (!metadata || metadata.hasMore || hasCompressedText(bytes)) add('other');
  const technical = new Set<string>();
  const exposure = createExposureReader();
  for (const [name, text] of metadata?.fields ?? []) {
    if (STRUCTURE.test(name)) continue;
    const value = toDisplayText(text);
    const description = describeField(name, value);
    if (description) add(description.kind, description.value);
    else if (!exposure.add(name, value)) technical.add(name);
  }
  if (technical.size > 0) add('other');
  if (exposure.summarize()) add('device');
  if (metadata?.place) add('location', `${metadata.place.latitude.toFixed(5)}, ${metadata.place.longitude.toFixed(5)}`);
  if (metadata?.hasThumbnail) add('thumbnail');
  for (const [kind, value] of findEmbeddedData(bytes)) add(kind, toDisplayText(value));
  return KINDS.flatMap((kind) => {
    const values = found.get(kind);
    if (!values) return [];
    if (kind === 'other' && technical.size > 0) return [{ kind, values: [], count: technical.size, fields: namesOf(technical) }];
    const shown = kind === 'device' && exposure.summarize() ? [...[...values].slice(0, MAX_VALUES - 1), exposure.summarize()] : [...values];
    return [{ kind, values: shown.slice(0, MAX_VALUES) }];
  });
}

/** Compressed text in a PNG is not decompressed: a few bytes can expand without limit. */
function hasCompressedText(bytes: Uint8Array): boolean {
  const file = asBuffer(bytes);
  if (!isPng(file)) return false;
  for (const chunk of pngChunks(file)) {
    if (chunk.type === 'zTXt' || (chunk.type === 'iTXt' && isCompressed(dataOf(file, chunk)))) return true;
  }
  return false;
}

/** PNG section 11.3.3.4: the compression flag follows the zero-terminated keyword. */
function isCompressed(text: Buffer): boolean {
  return text[text.indexOf(0) + 1] === 1;
}

function namesOf(technical: ReadonlySet<string>): string[] {
  return [...technical].slice(0, MAX_FIELDS).map((name) => toDisplayText(name).slice(0, MAX_NAME_LENGTH));
}

function toDisplayText(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_VALUE_LENGTH);
}
