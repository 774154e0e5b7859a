import type { RemovedKind } from './kinds';

/**
 * Fields with human-readable values, by their EXIF 2.32, IPTC IIM 4.2, XMP and PNG names in lower case without punctuation. All other
 * fields are technical: the report lists their names without values.
 */
const FIELDS: Partial<Record<RemovedKind, string>> = {
  location:
    'city state provincestate province country countryname countryprimarylocationname sublocation location contentlocationname worldregion',
  device:
    'make model lens lensmake lensmodel hostcomputer uniquecameramodel localizedcameramodel bodyserialnumber serialnumber cameraserialnumber internalserialnumber lensserialnumber',
  editor: 'software processingsoftware creatortool softwareagent historysoftwareagent originatingprogram',
  names:
    'artist author authors creator byline copyright copyrightnotice rights cameraownername ownername owner credit captionwriter writereditor xpauthor personinimage',
  dates:
    'datetime datetimeoriginal datetimedigitized createdate modifydate metadatadate datecreated digitalcreationdate creationtime datecreate datemodify',
  text: 'imagedescription description usercomment comment title caption captionabstract headline keywords subject objectname xptitle xpcomment xpkeywords xpsubject instructions specialinstructions documentname category supplementalcategory label alttextaccessibility',
};

const KIND_BY_NAME = new Map(
  Object.entries(FIELDS).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as RemovedKind] as const)),
);

const normalizeName = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

export interface FieldDescription {
  kind: RemovedKind;
  /** Readable text; empty if the kind is sufficient. */
  value: string;
}

/** Describes a field for people; null if it is technical or its value is raw data. */
export function describeField(name: string, text: string): FieldDescription | null {
  const key = normalizeName(name);
  // The location is reported once, by its coordinates.
  if (key.startsWith('gps')) return { kind: 'location', value: '' };
  const kind = KIND_BY_NAME.get(key);
  if (!kind || text === '' || RAW_DATA.test(text)) return null;
  if (kind === 'dates') {
    const value = isoDate(text);
    return value === null ? null : { kind, value };
  }
  return { kind, value: key.endsWith('serialnumber') ? `${key.startsWith('lens') ? 'Lens serial' : 'Serial'} number ${text}` : text };
}

/** Raw data: fractions, lists of numbers, long strings without a space, and the library's placeholders for binary data. */
const RAW_DATA = /^\[.*\]$|^-?\d+\/-?\d+$|^-?[\d.]+(?:\/-?\d+)?(?:[\s,;]+-?[\d.]+(?:\/-?\d+)?)+$|^[\w+/=-]{60,}$/;

const DATE = /^(\d{4})[:-](0[1-9]|1[0-2])[:-](0[1-9]|[12]\d|3[01])(?:[T ](\d\d:\d\d(?::\d\d)?)\S*)?$/;

/** Formats a date as `2026-05-04 03:02:01` in camera time; null for anything else. EXIF separates the parts of a date by colons. */
function isoDate(text: string): string | null {
  const [, year, month, day, time] = DATE.exec(text) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}${time === undefined ? '' : ` ${time}`}`;
}

type Exposure = 'time' | 'aperture' | 'sensitivity' | 'length';

const EXPOSURE: ReadonlyMap<string, Exposure> = new Map([
  ['exposuretime', 'time'],
  ['fnumber', 'aperture'],
  ['isospeedratings', 'sensitivity'],
  ['photographicsensitivity', 'sensitivity'],
  ['isospeed', 'sensitivity'],
  ['focallength', 'length'],
]);

const FORMATTERS: Record<Exposure, (value: number) => string> = {
  // As cameras show it: a fraction up to 0.3 s.
  time: (seconds) => (seconds > 0.3 ? `${round(seconds)} s` : `1/${Math.round(1 / seconds)} s`),
  aperture: (ratio) => `f/${round(ratio)}`,
  sensitivity: (iso) => `ISO ${Math.round(iso)}`,
  length: (millimetres) => `${round(millimetres)} mm`,
};

const round = (value: number) => Number(value.toFixed(1));

/** Combines several exposure fields into one line. */
export function createExposureReader(): { add: (name: string, text: string) => boolean; summarize: () => string } {
  const found = new Map<Exposure, string>();
  return {
    /** @returns whether it is an exposure field with a positive number */
    add(name, text) {
      const part = EXPOSURE.get(normalizeName(name));
      const value = part === undefined ? Number.NaN : numberOf(text);
      if (part === undefined || !(value > 0 && value < Number.POSITIVE_INFINITY)) return false;
      if (!found.has(part)) found.set(part, FORMATTERS[part](value));
      return true;
    },
    /** `1/60 s, f/1.8, ISO 100, 4.2 mm`; missing parts are left out. */
    summarize: () =>
      (['time', 'aperture', 'sensitivity', 'length'] as const)
        .map((part) => found.get(part))
        .filter(Boolean)
        .join(', '),
  };
}

/** Parses `28/10`, `f/2.8`, `2.8` and `4.2 mm`. */
function numberOf(text: string): number {
  const [, above, below = '1'] = /^(?:f\/)?(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?(?: mm| s)?$/.exec(text) ?? [];
  return above === undefined ? Number.NaN : Number(above) / Number(below);
}
