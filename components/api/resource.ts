/** The native API as the browser sees it. */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Whole degrees, 0 to 359, clockwise; applied first. */
  rotate: number;
}

export interface AvatarResource {
  /** null for the generated picture, as are the other fields that only an upload has. */
  id: number | null;
  key: string;
  source: 'none' | 'upload' | 'gravatar';
  name: string | null;
  alt: string;
  crop: Crop | null;
  /** Size of the original as displayed, in pixels. */
  width: number | null;
  height: number | null;
  /** Whether `url` and `versions` move. */
  animated: boolean;
  /** Why what was uploaded moves and the picture does not; null unless that is so. */
  animationDropped: 'frames' | 'pixels' | 'bytes' | 'flashing' | 'format' | null;
  /** Behind transparent pixels in JPEG, `#rrggbb`. */
  background: string | null;
  url: string;
  versions: Record<string, { url: string; width: number; height: number }>;
}

/** Something that was in an uploaded file beside its pixels. */
export interface Removed {
  kind: 'location' | 'device' | 'editor' | 'names' | 'dates' | 'text' | 'thumbnail' | 'video' | 'other';
  values: string[];
  /** Of `other`: how many technical fields there were, and the names of the first ones. Missing when they could not be read. */
  count?: number;
  fields?: string[];
}

/** The reply to an upload. */
export interface SavedResource extends AvatarResource {
  removed?: Removed[];
}

export interface ApiKey {
  id: number;
  label: string;
  lastFour: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
}
