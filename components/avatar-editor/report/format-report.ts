import type { Removed } from '../../api/resource';

/** Kinds with readable values, in the order of interest. */
const NAMES: Partial<Record<Removed['kind'], string>> = {
  location: 'Where it was taken',
  device: 'Camera or phone',
  editor: 'Program that saved it',
  names: 'Names in the file',
  dates: 'When it was taken or changed',
  text: 'Texts in the file',
  thumbnail: 'A hidden small copy',
  video: 'A hidden video',
};

/** Values for kinds that come without any. */
const DEFAULT_VALUES: Partial<Record<Removed['kind'], string>> = {
  thumbnail: 'A small copy of the picture inside the file',
  video: 'A short video recorded with the picture',
};

export interface ReportRow {
  name: string;
  value: string;
}

/** Formats the removed metadata as rows, without technical fields. */
export function reportRows(removed: readonly Removed[], locale?: string): ReportRow[] {
  return removed.flatMap(({ kind, values }) => {
    const name = NAMES[kind];
    if (!name) return [];
    const words = values.map((value) => (kind === 'dates' ? formatDate(value, locale) : kind === 'location' ? formatPlace(value) : value));
    return [
      { name, value: words.length > 0 ? words.join(kind === 'dates' ? '; ' : ', ') : (DEFAULT_VALUES[kind] ?? 'Included in the file') },
    ];
  });
}

/** Summarizes the technical fields; null without any. */
export function technicalFields(removed: readonly Removed[]): { summary: string; names: string } | null {
  const other = removed.find(({ kind }) => kind === 'other');
  if (!other) return null;
  const { count, fields = [] } = other;
  if (count === undefined)
    return { summary: 'Other technical data', names: 'Data that is not shown: it is compressed, too large or in no known format.' };
  const more = count - fields.length;
  return {
    summary: count === 1 ? '1 technical field' : `${count} technical fields`,
    names: fields.join(', ') + (more > 0 ? ` and ${more} more` : ''),
  };
}

/** Formats `2026-05-04 03:02:01`, the local time of the camera, in the reader's locale. */
function formatDate(text: string, locale?: string): string {
  const [, year, month, day, hours, minutes] = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?/.exec(text) ?? [];
  if (year === undefined) return text;
  const date = new Date(Number(year), Number(month) - 1, Number(day), Number(hours ?? 0), Number(minutes ?? 0));
  return date.toLocaleString(locale, { dateStyle: 'medium', ...(hours !== undefined && { timeStyle: 'short' }) });
}

/** Formats coordinates with directions; returns names of places unchanged. */
function formatPlace(text: string): string {
  const [, latitude, longitude] = /^(-?\d+\.\d+), (-?\d+\.\d+)$/.exec(text) ?? [];
  if (latitude === undefined || longitude === undefined) return text;
  const side = (degrees: string, above: string, below: string) => `${degrees.replace('-', '')}° ${degrees.startsWith('-') ? below : above}`;
  return `${side(latitude, 'N', 'S')}, ${side(longitude, 'E', 'W')}`;
}
