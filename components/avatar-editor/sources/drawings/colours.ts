import type { PageMessages } from '../../../texts/catalogues';

type ColourName = keyof PageMessages['sources']['drawings']['colours'];

/** A background with letters on it, which have a contrast of at least 4.5 to 1. */
export interface Colour {
  name: ColourName;
  back: string;
  front: string;
}

const white = '#ffffff';

export const COLOURS: readonly Colour[] = [
  { name: 'teal', back: '#0b6e63', front: white },
  { name: 'green', back: '#2f6f32', front: white },
  { name: 'blue', back: '#1d5fa8', front: white },
  { name: 'indigo', back: '#4549a8', front: white },
  { name: 'purple', back: '#7a3ea1', front: white },
  { name: 'pink', back: '#b02a6f', front: white },
  { name: 'red', back: '#b3261e', front: white },
  { name: 'orange', back: '#a8480a', front: white },
  { name: 'slate', back: '#45525f', front: white },
  { name: 'black', back: '#1c1c1a', front: white },
  { name: 'yellow', back: '#ffd54a', front: '#3d2f00' },
  { name: 'mint', back: '#bfe8dc', front: '#08443c' },
  { name: 'sky', back: '#c5e1f7', front: '#0d3f66' },
  { name: 'rose', back: '#f9d3de', front: '#6d1537' },
];

/** Equal names get equal colours to begin with. */
export function colourOf(name: string): Colour {
  const sum = [...name].reduce((total, character) => (total * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 7);
  return COLOURS[sum % COLOURS.length] ?? { name: 'teal', back: '#0b6e63', front: white };
}
