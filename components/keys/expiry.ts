const DAY_MS = 24 * 60 * 60 * 1000;

/** From when a key is shown as one that expires soon: time enough to replace it everywhere. */
const SOON_MS = 14 * DAY_MS;

/** How long a key can last: without an end, some days, or until a date. */
export const LIFETIMES = ['', '30', '90', '365', 'date'] as const;

/** @param lifetime one of {@link LIFETIMES} @param date of a date field @returns null: never; undefined: the date is missing */
export function expiryOf(lifetime: string, date: string, now = new Date()): string | null | undefined {
  if (lifetime === '') return null;
  if (lifetime === 'date') return date === '' ? undefined : new Date(`${date}T23:59:59`).toISOString();
  return new Date(now.getTime() + Number(lifetime) * DAY_MS).toISOString();
}

export function expiryState(expiresAt: string | null, now = new Date()): 'expired' | 'soon' | 'later' | 'never' {
  if (expiresAt === null) return 'never';
  const left = new Date(expiresAt).getTime() - now.getTime();
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'soon' : 'later';
}
