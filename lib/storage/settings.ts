/** Where pictures are stored. */
export type StorageSettings = { kind: 'filesystem' } | ({ kind: 's3' } & S3Settings) | ({ kind: 'vercel-blob' } & BlobSettings);

/** A bucket of Amazon S3 or a compatible service. Credentials come from the SDK's own variables, files and roles. */
export interface S3Settings {
  bucket: string;
  /** undefined: the region of the SDK's own settings. */
  region: string | undefined;
  /** undefined: Amazon's. */
  endpoint: string | undefined;
  /** Empty, or ends with a slash. */
  prefix: string;
  /** Whether the bucket is the first segment of the path, as most compatible services expect, and not a part of the host name. */
  forcePathStyle: boolean;
  /** Address, without a trailing slash, at which visitors can read the bucket. */
  publicUrl: string | undefined;
  /** undefined: what the bucket does by default. */
  encryption: 'AES256' | 'aws:kms' | 'aws:kms:dsse' | undefined;
  /** For `aws:kms`; undefined: Amazon's key for S3. */
  kmsKeyId: string | undefined;
}

/** The API of Vercel Blob. */
export const BLOB_API_URL = 'https://vercel.com/api/blob';

/** A store of Vercel Blob. */
export interface BlobSettings {
  /** Token of the store, which may read and write everything in it. */
  token: string;
  /** How the store was created. In a public one every object is readable at its address, which is random and never linked. */
  access: 'private' | 'public';
  /** Empty, or ends with a slash. */
  prefix: string;
  /** Address of another service with the same API; undefined: Vercel's. The SDK reads it from its own variable as well. */
  apiUrl: string | undefined;
}

/** Addresses that pages load from, or send to, besides this server. */
export interface PageSources {
  uploads: string | undefined;
  pictures: string | undefined;
}

export function pageSources(storage: StorageSettings): PageSources {
  return {
    uploads: storage.kind === 'vercel-blob' ? `${storage.apiUrl ?? BLOB_API_URL}/` : undefined,
    pictures: storage.kind === 's3' && storage.publicUrl !== undefined ? new URL(storage.publicUrl).origin : undefined,
  };
}
