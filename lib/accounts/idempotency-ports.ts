/** A response stored for replay under its `Idempotency-Key`. */
export interface StoredResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRecords {
  /** Claims the key for this request, or returns the state of the earlier request. `request` is a fingerprint of method, path and body. */
  claimIdempotencyKey(
    userId: number,
    key: string,
    request: string,
    notBefore: Date,
  ): Promise<'claimed' | 'in-progress' | 'mismatch' | StoredResponse>;
  storeResponse(userId: number, key: string, reply: StoredResponse): Promise<void>;
  /** Releases the claim after a failure, so that the client can retry. */
  releaseIdempotencyKey(userId: number, key: string): Promise<void>;
}
