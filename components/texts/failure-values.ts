import type { ReadProblem } from '../api/failure';

/** The arguments of the texts of failures. `none` where a failure has no such detail: texts select by it. */
export function valuesOf(
  { retryAfterSeconds, limitBytes, lockedUntil, limitPixels, limit, reason, httpStatus, domains }: ReadProblem,
  locale: string,
) {
  const amount = (value: number, unit: string, unitDisplay: 'long' | 'short' = 'long') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(value);
  const seconds = Math.ceil(Number(retryAfterSeconds));
  return {
    // None on the server.
    origin: globalThis.location?.origin ?? '',
    wait: seconds > 120 ? amount(Math.ceil(seconds / 60), 'minute') : seconds > 0 ? amount(seconds, 'second') : 'none',
    size: typeof limitBytes === 'number' ? amount(limitBytes / 1024 ** 2, 'megabyte', 'short') : 'none',
    until:
      typeof lockedUntil === 'string' ? new Date(lockedUntil).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' }) : 'none',
    megapixels: typeof limitPixels === 'number' ? Math.floor(limitPixels / 1e5) / 10 : 0,
    limit: Number(limit ?? 0),
    reason: typeof reason === 'string' ? reason : 'none',
    httpStatus: Number(httpStatus ?? 0),
    domains: Array.isArray(domains) ? domains.join(', ') : '',
  };
}
