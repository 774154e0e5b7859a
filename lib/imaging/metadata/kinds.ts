/** A kind of thing that an upload said beside its pixels, and what it said, for its owner's eyes. */
export interface Removed {
  kind: RemovedKind;
  /** As people read it, at most a few; empty where there is nothing to read, as of a small picture inside the file. */
  values: string[];
  /** Of `other`: how many technical fields there were, of which each counts once. */
  count?: number;
  /** Of `other`: their names, a bounded number. */
  fields?: string[];
}

/** `other` is everything that has no name here: settings of the camera, and what makers write for themselves. */
export type RemovedKind = (typeof KINDS)[number];

export const KINDS = ['location', 'device', 'editor', 'names', 'dates', 'text', 'thumbnail', 'video', 'other'] as const;
