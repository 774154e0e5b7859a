/** An HTTP request that puts one file into a store. */
export interface UploadRequest {
  method: 'PUT';
  url: string;
  headers: Record<string, string>;
}

/** Puts of clients into a store without this server in between, where the bodies of its requests are bounded, as those of functions are. */
export interface UploadTarget {
  /**
   * The request that creates an object with this key, and can do nothing else. The body is the file.
   *
   * @param bounds the most bytes that the store accepts, and the time after which it refuses the request
   */
  requestFor(key: string, bounds: { maxBytes: number; startBefore: Date }): Promise<UploadRequest>;
  /** Length of the object in bytes; null if it does not exist. @throws AvatarError storage_failed */
  bytesOf(key: string): Promise<number | null>;
  /** The object as the client sent it, with no checksum; null if it does not exist. @throws AvatarError storage_failed */
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
}
