/** Keeps a number and its unit on one line. */
const NO_BREAK = '\u00a0';

/** Formats a number of bytes: `25 MB`, `900 kB`. */
export function formatBytes(bytes: number, locale: string): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes < 1) return withUnit(Math.ceil(bytes / 1024), 'kilobyte', locale);
  return withUnit(megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes), 'megabyte', locale);
}

function withUnit(value: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value).replaceAll(' ', NO_BREAK);
}
