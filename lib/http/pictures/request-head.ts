/** URL and headers of a request. A `Request` is one, but takes as long to create as all else that is done with a picture in memory. */
export interface RequestHead {
  /** Absolute. */
  readonly url: string;
  readonly headers: Pick<Headers, 'get'>;
}
