/** Drawings that people can choose, by the names of the server, and what they show. */
export const STYLES = [
  { style: 'lorelei', label: 'Portrait' },
  { style: 'notionists', label: 'Sketch' },
  { style: 'open-peeps', label: 'Person' },
  { style: 'wavatar', label: 'Face' },
  { style: 'robohash', label: 'Robot' },
  { style: 'monsterid', label: 'Monster' },
  { style: 'pagan', label: 'Pixel person' },
  { style: 'retro', label: 'Pixel face' },
  { style: 'shapes', label: 'Shapes' },
  { style: 'identicon', label: 'Pattern' },
] as const;
