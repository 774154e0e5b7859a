import { isForStore, withDirectUpload } from './direct-upload';
import { failure, readFailure } from './failure';
import { type Answer, noAnswer } from './request';
import type { UsedUpload } from './resource';

/** A picture to frame on, with the size of the original in pixels. */
export interface Preview {
  bytes: Blob;
  width: number;
  height: number;
}

/** Timeout in milliseconds: the largest upload over a slow line, and the server's queue. */
const LIMIT_MS = 5 * 60_000;

/**
 * Asks the server for a version of the picture that every browser can show. Saves nothing. Never throws.
 * @param directUploadBytes pictures above this size are sent to the store; null: none
 */
export function fetchPreview(picture: Blob, directUploadBytes: number | null, signal: AbortSignal): Promise<Answer<Preview>> {
  // Systems often report a wrong type for such files, and the server ignores it.
  if (!isForStore(picture, directUploadBytes)) return preview(picture, 'application/octet-stream', signal);
  return withDirectUpload(picture, { signal }, (upload) =>
    preview(JSON.stringify({ upload } satisfies UsedUpload), 'application/json', signal),
  );
}

async function preview(body: BodyInit, type: string, signal: AbortSignal): Promise<Answer<Preview>> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const response = await fetch('/api/me/avatar/preview', {
      method: 'POST',
      // JPEG takes less time to encode and to decode than WebP.
      headers: { 'Content-Type': type, Accept: 'image/jpeg, image/webp;q=0.9' },
      body,
      signal: AbortSignal.any([signal, limit]),
    });
    const { status, headers } = response;
    if (!response.ok) return { ok: false, failure: readFailure(status, await response.text(), headers.get('retry-after')) };
    const [width, height] = [Number(headers.get('x-picture-width')), Number(headers.get('x-picture-height'))];
    if (!(width > 0 && height > 0)) return { ok: false, failure: failure('unexpected') };
    return { ok: true, status, etag: null, value: { bytes: await response.blob(), width, height } };
  } catch {
    if (signal.aborted) return { ok: false, failure: failure('aborted') };
    return { ok: false, failure: limit.aborted ? failure('timeout') : noAnswer() };
  }
}
