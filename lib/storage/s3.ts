import { createHash } from 'node:crypto';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ObjectIdentifier,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import type { ObjectHeaders, Storage, StoredObject } from '@/lib/avatars/ports';
import { checkKey, damagedObject, isKey } from './key';
import { createS3Client, S3_LIMITS, type S3Limits } from './s3-client';
import { hasCode, isRefused, storageError } from './s3-failures';
import type { S3Settings } from './settings';

const READ = 'The picture could not be read from the storage.';
const WRITE = 'The picture could not be written to the storage.';
const DELETE = 'The picture could not be deleted from the storage.';
const LIST = 'The storage could not be listed.';

/** Objects in one request. S3 takes 1000; Swift deletes them one after the other, and a request must end before it counts as hanging. */
const MAX_DELETED = 100;

/** One year, the longest that RFC 9111 caches are expected to keep anything. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
const UNSHARED = 'private, no-store';

export interface S3Options {
  /** Key prefix of the objects that visitors may read at {@link S3Settings.publicUrl}. */
  publicPrefix: string;
  limits?: Partial<S3Limits>;
}

/** Reading the body failed after the head of the answer: the SDK does not retry that. */
class InterruptedBody extends Error {}

/**
 * Stores objects in a bucket. The metadata of each has its key and its SHA-256, which `get` verifies: not every service verifies what its
 * disks return, and a bucket can be restored or copied wrongly.
 */
export function s3Storage(settings: S3Settings, { publicPrefix, limits: given }: S3Options): Storage {
  const limits = { ...S3_LIMITS, ...given };
  const client = createS3Client(settings, limits);
  const { bucket: Bucket, prefix, publicUrl } = settings;
  const encryption: Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> = {
    ...(settings.encryption && { ServerSideEncryption: settings.encryption }),
    ...(settings.kmsKeyId !== undefined && { SSEKMSKeyId: settings.kmsKeyId }),
  };

  /** Runs requests within the time limit. @param message for the client, if they fail */
  async function attempt<T>(message: string, task: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    try {
      return await task({ abortSignal: AbortSignal.timeout(limits.totalMs) });
    } catch (error) {
      throw storageError(error instanceof InterruptedBody ? error.cause : error, message, Bucket);
    }
  }

  async function download(key: string, options: { abortSignal: AbortSignal }) {
    const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket, Key: prefix + key }), options);
    try {
      return { bytes: new Uint8Array((await Body?.transformToByteArray()) ?? []), metadata: Metadata ?? {} };
    } catch (cause) {
      throw new InterruptedBody('The answer ended early', { cause });
    }
  }

  /**
   * Amazon answers 403 for a missing object, unless the credentials may list the whole bucket. A list of this key alone needs less: a
   * permission for the prefix.
   *
   * @returns null if the object is missing. @throws the error otherwise
   */
  async function requireMissing(key: string, error: unknown, options: { abortSignal: AbortSignal }): Promise<null> {
    if (!isRefused(error)) throw error;
    const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix + key, MaxKeys: 1 }), options).catch(() => null);
    // The key itself comes before all keys that begin with it.
    if (!listed || listed.Contents?.[0]?.Key === prefix + key) throw error;
    return null;
  }

  /** @returns the errors of single objects, which the SDK neither throws nor retries */
  async function deleteObjects(Objects: ObjectIdentifier[]) {
    const { Errors = [] } = await attempt(DELETE, (options) =>
      client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }), options),
    );
    return Errors.filter(({ Code }) => Code !== 'NoSuchKey');
  }

  async function deleteBatch(keys: readonly string[]): Promise<void> {
    const first = await deleteObjects(keys.map((key) => ({ Key: prefix + key })));
    const failed = first.length === 0 ? [] : await deleteObjects(first.map(({ Key }) => ({ Key })));
    if (failed[0]) {
      const { Code, Message, Key } = failed[0];
      throw storageError({ Code, message: `${failed.length} of ${keys.length} objects, the first ${Key}: ${Message}` }, DELETE, Bucket);
    }
  }

  return {
    async put(key, bytes, headers = {}) {
      checkKey(key);
      const sha256 = createHash('sha256').update(bytes).digest();
      const object = {
        ...headersOf(headers),
        ...encryption,
        Metadata: { key, sha256: sha256.toString('hex') },
        ChecksumSHA256: sha256.toString('base64'),
      };
      await attempt(WRITE, (options) => client.send(new PutObjectCommand({ Bucket, Key: prefix + key, Body: bytes, ...object }), options));
    },
    async get(key) {
      checkKey(key);
      const object = await attempt(READ, async (options) => {
        const again = (error: unknown) => (error instanceof InterruptedBody ? download(key, options) : Promise.reject(error));
        return download(key, options)
          .catch(again)
          .catch((error) => (hasCode(error, 'NoSuchKey') ? null : requireMissing(key, error, options)));
      });
      if (object) verify(key, object.bytes, object.metadata);
      return object?.bytes ?? null;
    },
    async head(key) {
      checkKey(key);
      return attempt(READ, async (options) => {
        try {
          const found = await client.send(new HeadObjectCommand({ Bucket, Key: prefix + key }), options);
          return { bytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) };
        } catch (error) {
          if (!hasCode(error, 'NotFound', 'NoSuchKey')) return requireMissing(key, error, options);
        }
        // The answer to HEAD has no body, and so does not say whether the object is missing or the bucket.
        await client
          .send(new HeadBucketCommand({ Bucket }), options)
          .catch((error) => Promise.reject(hasCode(error, 'NotFound') ? { Code: 'NoSuchBucket' } : error));
        return null;
      });
    },
    async delete(keys) {
      keys.forEach(checkKey);
      const failures: unknown[] = [];
      for (let at = 0; at < keys.length; at += MAX_DELETED) {
        await deleteBatch(keys.slice(at, at + MAX_DELETED)).catch((error) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
    async *list(start): AsyncGenerator<StoredObject> {
      let ContinuationToken: string | undefined;
      do {
        const page = await attempt(LIST, (options) =>
          client.send(
            new ListObjectsV2Command({ Bucket, Prefix: prefix + start, ...(ContinuationToken && { ContinuationToken }) }),
            options,
          ),
        );
        for (const { Key = '', LastModified } of page.Contents ?? []) {
          const key = Key.slice(prefix.length);
          // Without a prefix the bucket may have objects of other programs.
          if (isKey(key)) yield { key, modifiedAt: LastModified ?? new Date() };
        }
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (ContinuationToken !== undefined);
    },
    publicUrl: (key) => (publicUrl !== undefined && key.startsWith(publicPrefix) ? `${publicUrl}/${prefix}${key}` : null),
  };
}

function headersOf({ contentType = 'application/octet-stream', immutable = false }: ObjectHeaders) {
  return { ContentType: contentType, CacheControl: immutable ? IMMUTABLE : UNSHARED };
}

/** @throws AvatarError storage_damaged */
function verify(key: string, bytes: Uint8Array, metadata: Record<string, string>): void {
  if (metadata.sha256 === undefined) throw damagedObject(key, 'expected its SHA-256 in the metadata, got none: another program stored it');
  if (metadata.key !== key) throw damagedObject(key, `got the object ${metadata.key}`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== metadata.sha256)
    throw damagedObject(key, `expected the SHA-256 ${metadata.sha256}, got ${found} of ${bytes.byteLength} bytes`);
}
