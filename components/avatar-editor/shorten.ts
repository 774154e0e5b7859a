const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of a text in whole characters as people see them: an emoji of several code points is not split. @param most UTF-16 code units */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
