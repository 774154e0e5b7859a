/**
 * Counts as a list in words, such as `1 problem and 3 warnings`, without those that are zero. Empty if all are.
 * @param counts each with its text
 */
export function listCounts(
  counts: readonly (readonly [count: number, text: (values: { count: number }) => string])[],
  locale: string,
): string {
  const found = counts.filter(([count]) => count > 0);
  return new Intl.ListFormat(locale).format(found.map(([count, text]) => text({ count })));
}
