/** Formats a date. @param timeZone undefined: that of the browser */
export function formatDate(
  date: string | Date,
  { locale, timeZone }: { locale: string; timeZone: string | undefined },
  timeStyle?: 'short' | 'medium',
): string {
  const options = { dateStyle: 'medium', timeStyle } as const;
  return formatterOf(locale, options, timeZone).format(new Date(date));
}

function formatterOf(locale: string, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    // The person chose the time zone in a newer browser: names such as Europe/Kyiv are a few years old.
    return new Intl.DateTimeFormat(locale, options);
  }
}
