/** Formats a date to the minute, or to the second. */
export type Format = (date: string) => string;

/**
 * The moments of pictures, each different: buttons are named after them. Those of one minute are told with seconds, those of one second are
 * numbered, the oldest first.
 * @param dates the newest first
 */
export function momentsOf(dates: readonly string[], toMinute: Format, toSecond: Format): string[] {
  const minutes = dates.map(toMinute);
  const precise = dates.map((date, at) => (isShared(minutes, at) ? toSecond(date) : (minutes[at] ?? '')));
  return precise.map((text, at) =>
    isShared(precise, at) ? `${text} (${precise.slice(at).filter((other) => other === text).length})` : text,
  );
}

const isShared = (texts: readonly string[], at: number): boolean => texts.filter((text) => text === texts[at]).length > 1;
