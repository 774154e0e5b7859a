/** Outcome of a request for a picture of another site. The bytes are not validated. */
export type WebAnswer =
  | { kind: 'picture'; bytes: Uint8Array<ArrayBuffer>; contentType: string }
  | { kind: 'failed'; reason: 'unreachable' | 'timeout' | 'redirects' | 'aborted' }
  | { kind: 'failed'; reason: 'status'; httpStatus: number };

export interface WebRequest {
  url: URL;
  /** Called with the number of bytes of each part before it is kept, and with the announced length. What it throws ends the request. */
  onBytes: (bytes: number, announced: number | undefined) => void;
  signal?: AbortSignal | undefined;
}

/** Fetches pictures of other sites, whose addresses people choose: only from public addresses, or from origins that are trusted. */
export interface WebPictures {
  /** Whether the address may be asked for at all. @returns a sentence about what is wrong with it; undefined if nothing is */
  problemOf(url: URL): string | undefined;
  /** Throws only what `onBytes` throws. */
  fetch(request: WebRequest): Promise<WebAnswer>;
}
