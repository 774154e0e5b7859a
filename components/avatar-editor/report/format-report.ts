import type { Removed } from '../../api/resource';
import type { useTexts } from '../../texts/texts';

type Texts = ReturnType<typeof useTexts<'picture.report'>>;

/** Kinds with readable values. */
const NAMES = {
  location: 'location',
  device: 'device',
  editor: 'editor',
  names: 'names',
  dates: 'dates',
  text: 'text',
  thumbnail: 'thumbnail',
  video: 'video',
  other: null,
} as const satisfies Record<Removed['kind'], string | null>;

/** Values for kinds that come without any. */
const DEFAULT_VALUES = { thumbnail: 'thumbnailValue', video: 'videoValue' } as const;

export interface ReportRow {
  name: string;
  value: string;
}

/** Formats the removed metadata as rows, without technical fields. */
export function reportRows(removed: readonly Removed[], t: Texts, locale: string): ReportRow[] {
  return removed.flatMap(({ kind, values }) => {
    const name = NAMES[kind];
    if (!name) return [];
    const words = values.map((value) =>
      kind === 'dates' ? formatDate(value, locale) : kind === 'location' ? formatPlace(value, t) : value,
    );
    const value = words.join(kind === 'dates' ? '; ' : ', ');
    return [{ name: t(name), value: value || t(kind === 'thumbnail' || kind === 'video' ? DEFAULT_VALUES[kind] : 'included') }];
  });
}

/** Summarizes the technical fields; null without any. */
export function technicalFields(removed: readonly Removed[], t: Texts): { summary: string; names: string } | null {
  const other = removed.find(({ kind }) => kind === 'other');
  if (!other) return null;
  const { count, fields = [] } = other;
  if (count === undefined) return { summary: t('uncounted'), names: t('unreadable') };
  const [more, names] = [count - fields.length, fields.join(', ')];
  return { summary: t('technical', { count }), names: more > 0 ? t('more', { names, count: more }) : names };
}

/** Formats `2026-05-04 03:02:01`, the local time of the camera, in the reader's locale. */
function formatDate(text: string, locale: string): string {
  const [, year, month, day, hours, minutes] = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?/.exec(text) ?? [];
  if (year === undefined) return text;
  const date = new Date(Number(year), Number(month) - 1, Number(day), Number(hours ?? 0), Number(minutes ?? 0));
  return date.toLocaleString(locale, { dateStyle: 'medium', ...(hours !== undefined && { timeStyle: 'short' }) });
}

/** Formats coordinates with directions; returns names of places unchanged. */
function formatPlace(text: string, t: Texts): string {
  const [, latitude, longitude] = /^(-?\d+\.\d+), (-?\d+\.\d+)$/.exec(text) ?? [];
  if (latitude === undefined || longitude === undefined) return text;
  const [north, east] = [!latitude.startsWith('-'), !longitude.startsWith('-')];
  const places = [
    t(north ? 'north' : 'south', { degrees: latitude.replace('-', '') }),
    t(east ? 'east' : 'west', { degrees: longitude.replace('-', '') }),
  ];
  return places.join(', ');
}
