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
  | 'initials'
  | 'color' // one colour
  | 'blank'; // fully transparent

/** Describes one generated avatar. */
export interface Drawing {
  style: DrawingStyle;
  /** Hexadecimal. Its effect depends on the style. */
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
