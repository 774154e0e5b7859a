import { BlobNotFoundError, del, head, list, put } from '@vercel/blob';
import { request } from 'undici';
import type { Storage, StoredObject } from '@/lib/avatars/ports';
import { HEADER_BYTES, headerOf, readFileContent } from './checksum-header';
import { checkKey, damagedObject, isKey } from './key';
import type { BlobSettings } from './settings';
import { BLOB_LIMITS, type BlobLimits, UnexpectedStatus, withAttempts } from './vercel-blob-attempts';
import { blobError } from './vercel-blob-failures';
import { blobUploadTarget } from './vercel-blob-uploads';

const READ = 'The picture could not be read from the storage.';
const WRITE = 'The picture could not be written to the storage.';
const DELETE = 'The picture could not be deleted from the storage.';
const LIST = 'The storage could not be listed.';

/** Objects in one request. */
const MAX_DELETED = 250;

/** Seconds, the minimum of the service: its caches drop a replaced or deleted object as soon as they can. */
const CACHED_SECONDS = 60;

/** Hosts of Vercel's stores. The token is sent to them and to a set API alone. */
const STORE_HOST = '.blob.vercel-storage.com';

/**
 * Stores objects in Vercel Blob. The service has neither metadata of objects nor a checksum of known kind, so each object starts with a
 * header with its checksum, as the files of the filesystem storage do.
 */
export function blobStorage(settings: BlobSettings, given: Partial<BlobLimits> = {}): Storage {
  const limits = { ...BLOB_LIMITS, ...given };
  const { token, access, prefix } = settings;
  /** Where objects are, ending with a slash. The API tells it with each object. */
  let base: string | undefined;

  /** @param message for the client, if all attempts fail */
  async function attempt<T>(message: string, task: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withAttempts(limits, task);
    } catch (error) {
      throw blobError(error, message);
    }
  }

  function learn({ url, pathname }: { url: string; pathname: string }): void {
    const { hostname, origin } = new URL(url);
    const isOwn = hostname.endsWith(STORE_HOST) || (settings.apiUrl !== undefined && origin === new URL(settings.apiUrl).origin);
    if (isOwn && url.endsWith(`/${pathname}`)) base = url.slice(0, -pathname.length);
    else throw new Error(`Expected an address of a store from the API, got one at ${hostname}`);
  }

  /** null if there is no such object. */
  const headOf = (key: string) =>
    attempt(READ, async (abortSignal) => {
      try {
        const found = await head(prefix + key, { token, abortSignal });
        learn(found);
        return found;
      } catch (error) {
        if (error instanceof BlobNotFoundError) return null;
        throw error;
      }
    });

  async function download(key: string) {
    if (base === undefined && !(await headOf(key))) return null;
    return attempt(READ, async (signal) => {
      // Caches of the service keep replaced and deleted objects for a while. Only those of private stores can be passed by.
      const url = `${base}${prefix}${key}${access === 'private' ? '?cache=0' : ''}`;
      const { statusCode, headers, body } = await request(url, { headers: { authorization: `Bearer ${token}` }, signal });
      if (statusCode === 200) return Buffer.from(await body.arrayBuffer());
      await body.dump();
      if (statusCode === 404) return null;
      throw new UnexpectedStatus(statusCode, Number(headers['retry-after']) || 0);
    });
  }

  return {
    async put(key, bytes) {
      checkKey(key);
      const options = {
        token,
        access,
        addRandomSuffix: false,
        // An attempt whose answer was lost has stored the object already.
        allowOverwrite: true,
        cacheControlMaxAge: CACHED_SECONDS,
        contentType: 'application/octet-stream',
      };
      const object = Buffer.concat([headerOf(key, bytes), bytes]);
      await attempt(WRITE, async (abortSignal) => learn(await put(prefix + key, object, { ...options, abortSignal })));
    },
    async get(key) {
      checkKey(key);
      const file = await download(key);
      if (!file) return null;
      const content = readFileContent(key, file);
      if (content.kind === 'verified') return content.bytes;
      throw damagedObject(key, content.kind === 'damaged' ? content.reason : 'expected a header with its checksum, got none');
    },
    async head(key) {
      checkKey(key);
      const found = await headOf(key);
      return found && { bytes: Math.max(0, found.size - HEADER_BYTES), modifiedAt: found.uploadedAt };
    },
    async delete(keys) {
      keys.forEach(checkKey);
      const failures: unknown[] = [];
      for (let at = 0; at < keys.length; at += MAX_DELETED) {
        const names = keys.slice(at, at + MAX_DELETED).map((key) => prefix + key);
        await attempt(DELETE, (abortSignal) => del(names, { token, abortSignal })).catch((error) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
    async *list(start): AsyncGenerator<StoredObject> {
      let cursor: string | undefined;
      do {
        const page = await attempt(LIST, (abortSignal) =>
          list({ token, abortSignal, prefix: prefix + start, ...(cursor !== undefined && { cursor }) }),
        );
        for (const { pathname, uploadedAt } of page.blobs) {
          const key = pathname.slice(prefix.length);
          // The store may have objects of other programs.
          if (isKey(key)) yield { key, modifiedAt: uploadedAt };
        }
        cursor = page.hasMore ? page.cursor : undefined;
      } while (cursor !== undefined);
    },
    // Objects have a header before the picture, and every reader is served from the caches in front of this server.
    publicUrl: () => null,
    uploadTarget: blobUploadTarget(settings, { headOf, download, cachedSeconds: CACHED_SECONDS }),
  };
}
