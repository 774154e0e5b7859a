import type { IncomingMessage } from 'node:http';

/** URL and headers of a request. A `Request` is one, but takes longer to create. */
export interface RequestHead {
  /** Absolute. */
  readonly url: string;
  readonly headers: Pick<Headers, 'get'>;
}

/** @param baseUrl the public origin */
export function requestHead(baseUrl: string, { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): RequestHead {
  return {
    url: baseUrl + url,
    headers: {
      get(name) {
        const value = headers[name.toLowerCase()];
        return value === undefined ? null : String(value);
      },
    },
  };
}
