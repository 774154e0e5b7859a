import type { PageMessages } from '../../../texts/catalogues';

/** Drawings that people can choose, by the names of the server. */
export const STYLES = [
  'lorelei',
  'notionists',
  'open-peeps',
  'wavatar',
  'robohash',
  'monsterid',
  'pagan',
  'retro',
  'shapes',
  'identicon',
] as const satisfies readonly (keyof PageMessages['sources']['drawings']['styles'])[];
