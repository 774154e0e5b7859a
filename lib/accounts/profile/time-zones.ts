/** Offsets such as `+01:00`, which some engines accept, know no daylight saving time. */
const NAME = /^[A-Za-z][\w+/-]*$/;

/**
 * Reads the IANA name of a time zone, in any case.
 *
 * @returns the name in the usual case; null if there is no such time zone
 */
export function parseTimeZone(text: string): string | null {
  if (!NAME.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    // Of several names of one zone, such as Asia/Calcutta and Asia/Kolkata, engines prefer different ones: the given one stays.
    return timeZone.toLowerCase() === text.toLowerCase() ? timeZone : text;
  } catch {
    return null;
  }
}

/** The names that a person can choose from, in alphabetical order, with one more that is chosen already. */
export function timeZones(chosen: string | null): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...(chosen === null ? [] : [chosen])])].sort();
}
