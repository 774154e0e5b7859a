/** Side of the square view box. */
const SIDE = 100;

/** Font sizes by number of letters, so that the widest letters fit into a circle. */
const LETTER_SIZES = [0, 52, 42, 29];

/** Offset of the baseline below the middle, as a share of the font size: half of the height of a capital. */
const BASELINE = 0.364;
/** Arabic letters extend as far below the baseline as above it. */
const HANGING = /\p{Script=Arabic}/u;
const HANGING_BASELINE = 0.2;

/** Between letters, so that Arabic ones do not join. */
const NON_JOINER = '\u200c';

/** A CSS colour. */
export type Color = string;

export function plainBackground(color: Color): string {
  return svg(`<rect width="${SIDE}" height="${SIDE}" fill="${color}"/>`);
}

/** A generic head and shoulders. */
export function drawSilhouette(back: Color, front: Color): string {
  return svg(
    `<rect width="${SIDE}" height="${SIDE}" fill="${back}"/>
    <g fill="${front}"><circle cx="50" cy="40" r="18"/><path d="M14 100c0-24 15-37 36-37s36 13 36 37z"/></g>`,
  );
}

/** @param letters one to three, in reading order @param family of the font */
export function drawLetters(letters: readonly string[], family: string, back: Color, front: Color): string {
  const size = LETTER_SIZES[letters.length] ?? 0;
  const baseline = SIDE / 2 + size * (HANGING.test(letters.join('')) ? HANGING_BASELINE : BASELINE);
  return svg(
    `<rect width="${SIDE}" height="${SIDE}" fill="${back}"/>
    <text x="50" y="${baseline}" text-anchor="middle" font-family="${family}" font-size="${size}" fill="${front}">${escapeMarkup(letters.join(NON_JOINER))}</text>`,
  );
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">${content}</svg>`;
}

/** Escapes markup. Letters contain none; this is a safeguard. */
function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
