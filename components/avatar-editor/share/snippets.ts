export interface Embedded {
  /** Side in CSS pixels. */
  side: number;
  /** Addresses by size in pixels. */
  sizes: Record<string, string>;
  alt: string;
}

/** HTML for a page, sharp at any pixel ratio. */
export function htmlSnippet({ side, sizes, alt }: Embedded): string {
  const sharp = [1, 2, 3].map((ratio) => `${addressOf(sizes, side * ratio)} ${ratio}x`).join(', ');
  const text = escapeHtml(alt);
  return `<img src="${escapeHtml(addressOf(sizes, side))}" srcset="${escapeHtml(sharp)}" width="${side}" height="${side}" alt="${text}">`;
}

/** Markdown, as of a README. It cannot say the size, so that the address does. */
export function markdownSnippet({ side, sizes, alt }: Embedded): string {
  return `![${alt.replaceAll(/[\\[\]]/g, '\\$&')}](${addressOf(sizes, side)})`;
}

/** The smallest one that is sharp at so many pixels, else the largest. */
function addressOf(sizes: Record<string, string>, pixels: number): string {
  const ladder = Object.keys(sizes)
    .map(Number)
    .sort((a, b) => a - b);
  return sizes[String(ladder.find((size) => size >= pixels) ?? ladder.at(-1))] ?? '';
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
