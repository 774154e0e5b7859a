/** One category of metadata that was removed from an upload, with its values, shown only to the owner. */
export interface Removed {
  kind: RemovedKind;
  /** A few readable values; empty if there is no text, as for a thumbnail. */
  values: string[];
  /** Only for `other`: number of distinct technical fields. */
  count?: number;
  /** Only for `other`: a limited number of their names. */
  fields?: string[];
}

/** `other` covers everything else: camera settings and maker notes. */
export type RemovedKind = (typeof KINDS)[number];

export const KINDS = ['location', 'device', 'editor', 'names', 'dates', 'text', 'thumbnail', 'video', 'other'] as const;
