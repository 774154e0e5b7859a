const DAY_MS = 24 * 60 * 60 * 1000;

/** From when a key is shown as one that expires soon: time enough to replace it everywhere. */
const SOON_MS = 14 * DAY_MS;

export const LIFETIMES = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'On a date' },
] as const;

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
