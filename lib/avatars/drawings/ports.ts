import type { Pixels } from '@/lib/imaging/types';

/** Styles of generated avatars, by the names of Gravatar and Libravatar. */
export type DrawingStyle =
  | 'mp' // a silhouette, the same for everyone
  | 'mmng' // a silhouette on a colour
  | 'identicon'
  | 'monsterid'
  | 'wavatar'
  | 'retro'
  | 'robohash'
  | 'pagan'
  | 'lorelei'
  | 'notionists'
  | 'open-peeps'
  | 'shapes'
  | 'initials'
  | 'color' // one colour
  | 'blank'; // fully transparent

/** Styles that people can choose as their picture: figures, patterns and faces. All designs may be used without naming their artists (docs/api/native.md). */
export const CHOSEN_STYLES = [
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
] as const satisfies readonly DrawingStyle[];

/** Describes one generated avatar. */
export interface Drawing {
  style: DrawingStyle;
  /** Any text. Its effect depends on the style. */
  seed: string;
  /** For `initials`: the letters, or the name that they are taken from. Both are arbitrary user input. */
  letters?: string;
  name?: string;
}

/** Draws generated avatars offline and reproducibly on every machine. */
export interface Painter {
  /** Changes whenever the drawings change, so that caches drop the old ones. */
  readonly edition: string;
  /** Only `blank` has transparent pixels. @param side in pixels; the caller bounds it */
  draw(drawing: Drawing, side: number): Promise<Pixels>;
}
