/** Side of the square that everything is drawn in. */
const SIDE = 100;

/** Sizes of so many letters, so that the widest of them fit into a circle. */
const LETTER_SIZES = [0, 52, 42, 29];

/** How far below the middle letters stand, as a share of their size: half of a capital's height. */
const BASELINE = 0.364;
/** Letters without capitals that reach as far below their line as above it. */
const HANGING = /\p{Script=Arabic}/u;
const HANGING_BASELINE = 0.2;

/** Between letters, so that Arabic ones do not join into the start of a word. */
const NON_JOINER = '\u200c';

/** A colour, as CSS has it. */
export type Color = string;

export function ground(color: Color): string {
  return svg(`<rect width="${SIDE}" height="${SIDE}" fill="${color}"/>`);
}

/** Head and shoulders of nobody in particular. */
export function silhouette(back: Color, front: Color): string {
  return svg(
    `<rect width="${SIDE}" height="${SIDE}" fill="${back}"/>
    <g fill="${front}"><circle cx="50" cy="40" r="18"/><path d="M14 100c0-24 15-37 36-37s36 13 36 37z"/></g>`,
  );
}

/** @param letters one to three, in the order in which they are read @param family of the font */
export function lettering(letters: readonly string[], family: string, back: Color, front: Color): string {
  const size = LETTER_SIZES[letters.length] ?? 0;
  const baseline = SIDE / 2 + size * (HANGING.test(letters.join('')) ? HANGING_BASELINE : BASELINE);
  return svg(
    `<rect width="${SIDE}" height="${SIDE}" fill="${back}"/>
    <text x="50" y="${baseline}" text-anchor="middle" font-family="${family}" font-size="${size}" fill="${front}">${escaped(letters.join(NON_JOINER))}</text>`,
  );
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">${content}</svg>`;
}

/** Letters are letters already; this is for the day when they are not. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
