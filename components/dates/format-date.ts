/** Formats a date. @param settings undefined: as the browser does */
export function formatDate(
  date: string | Date,
  { locale, timeZone }: { locale: string | undefined; timeZone: string | undefined },
  timeStyle?: 'short',
): string {
  const options = { dateStyle: 'medium', timeStyle } as const;
  return formatterOf(locale, options, timeZone).format(new Date(date));
}

function formatterOf(locale: string | undefined, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    // The person chose the time zone in a newer browser: names such as Europe/Kyiv are a few years old.
    return new Intl.DateTimeFormat(locale, options);
  }
}
