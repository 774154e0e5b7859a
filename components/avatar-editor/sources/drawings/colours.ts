/** A background with letters on it, which have a contrast of at least 4.5 to 1. */
export interface Colour {
  name: string;
  back: string;
  front: string;
}

const white = '#ffffff';

export const COLOURS: readonly Colour[] = [
  { name: 'Teal', back: '#0b6e63', front: white },
  { name: 'Green', back: '#2f6f32', front: white },
  { name: 'Blue', back: '#1d5fa8', front: white },
  { name: 'Indigo', back: '#4549a8', front: white },
  { name: 'Purple', back: '#7a3ea1', front: white },
  { name: 'Pink', back: '#b02a6f', front: white },
  { name: 'Red', back: '#b3261e', front: white },
  { name: 'Orange', back: '#a8480a', front: white },
  { name: 'Slate', back: '#45525f', front: white },
  { name: 'Black', back: '#1c1c1a', front: white },
  { name: 'Yellow', back: '#ffd54a', front: '#3d2f00' },
  { name: 'Mint', back: '#bfe8dc', front: '#08443c' },
  { name: 'Sky', back: '#c5e1f7', front: '#0d3f66' },
  { name: 'Rose', back: '#f9d3de', front: '#6d1537' },
];

/** Equal names get equal colours to begin with. */
export function colourOf(name: string): Colour {
  const sum = [...name].reduce((total, character) => (total * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 7);
  return COLOURS[sum % COLOURS.length] ?? { name: 'Teal', back: '#0b6e63', front: white };
}
