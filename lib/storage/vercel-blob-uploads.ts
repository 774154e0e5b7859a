import { generateClientTokenFromReadWriteToken } from '@vercel/blob/client';
import type { UploadTarget } from '@/lib/avatars/uploads/ports';
import { checkKey } from './key';
import { BLOB_API_URL, type BlobSettings } from './settings';

/** As the installed SDK sends it; a test compares the whole request with the SDK's own. */
const API_VERSION = '12';

/** The only type that the store accepts: a browser never shows such an object, whatever its bytes are. */
const CONTENT_TYPE = 'application/octet-stream';

interface Reads {
  /** null if there is no such object. */
  headOf(key: string): Promise<{ size: number } | null>;
  /** null if there is no such object. */
  download(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Seconds for which caches of the service keep an object. */
  cachedSeconds: number;
}

/**
 * Uploads with client tokens. The request is written out instead of leaving it to the SDK in the page: any client can send it, pages need
 * no code of the SDK, and `VERCEL_BLOB_API_URL`, which the SDK takes from the build of a page, counts here too.
 */
export function blobUploadTarget({ token, access, prefix, apiUrl = BLOB_API_URL }: BlobSettings, reads: Reads): UploadTarget {
  return {
    async requestFor(key, { maxBytes, startBefore }) {
      checkKey(key);
      const pathname = prefix + key;
      const clientToken = await generateClientTokenFromReadWriteToken({
        token,
        pathname,
        maximumSizeInBytes: maxBytes,
        allowedContentTypes: [CONTENT_TYPE],
        validUntil: startBefore.getTime(),
        addRandomSuffix: false,
        allowOverwrite: false,
        cacheControlMaxAge: reads.cachedSeconds,
      });
      const [, , , storeId = ''] = token.split('_');
      return {
        method: 'PUT',
        url: `${apiUrl}/?${new URLSearchParams({ pathname })}`,
        headers: {
          authorization: `Bearer ${clientToken}`,
          'x-api-version': API_VERSION,
          'x-content-type': CONTENT_TYPE,
          'x-vercel-blob-access': access,
          'x-vercel-blob-store-id': storeId,
        },
      };
    },
    async bytesOf(key) {
      checkKey(key);
      return (await reads.headOf(key))?.size ?? null;
    },
    async read(key) {
      checkKey(key);
      return reads.download(key);
    },
  };
}
