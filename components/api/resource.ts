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
  url: string;
  versions: Record<string, { url: string; width: number; height: number }>;
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
