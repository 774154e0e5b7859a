import type { MadeFrom } from '../response-cache/made-from';

/** A response to GET. */
export interface PictureAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array<ArrayBuffer> | null;
  /** null: it may not be stored. */
  madeFrom: MadeFrom | null;
}
