/** Why no response came. `closed`: the connection ended before a response. */
export type WebFailure = 'unknown_host' | 'refused' | 'certificate' | 'timeout' | 'closed' | 'failed';

/** Thrown by {@link Web}. */
export class WebError extends Error {
  override name = 'WebError';
  constructor(
    readonly reason: WebFailure,
    options?: ErrorOptions,
  ) {
    super(`No response: ${reason}`, options);
  }
}

export interface WebResponse {
  status: number;
  /** By name in lower case. Repeated headers are joined by a comma. */
  headers: Readonly<Record<string, string>>;
  /** The first bytes of the body. */
  text: string;
}

export interface WebRequest {
  path: string;
  headers?: Record<string, string>;
  /** Sends a POST with as many zero bytes. */
  upload?: { bytes: number };
}

/** Sends requests to BASE_URL, as browsers do. Follows no redirects. */
export interface Web {
  /** @throws WebError */
  request(request: WebRequest, signal: AbortSignal): Promise<WebResponse>;
}
