/** Where a picture can come from, as stable words. Safe for the browser. */
export const VIAS = [
  /** A file that was chosen, dropped or pasted in the browser. */
  'browser',
  'camera',
  /** The address of a picture on the web. */
  'web',
  /** A generated style, or initials. */
  'drawing',
  'gravatar',
  'directory',
  'mycargoextra',
  'cloudreve',
  'ulule',
  'zulip',
  /** The native API, by other clients than the pages. */
  'api',
  'administrator',
  /** A service key. */
  'organization',
  'import',
] as const;

export type Via = (typeof VIAS)[number];

/** Those that a page of this site may name: the server cannot tell them apart. */
export const PAGE_VIAS = ['camera', 'web', 'drawing'] as const satisfies readonly Via[];

export type PageVia = (typeof PAGE_VIAS)[number];
