import { failure, readFailure } from './failure';
import { type Answer, noAnswer } from './request';

/** A picture to frame on, with the size of the original in pixels. */
export interface Preview {
  bytes: Blob;
  width: number;
  height: number;
}

/** Timeout in milliseconds: the largest upload over a slow line, and the server's queue. */
const LIMIT_MS = 5 * 60_000;

/** Asks the server for a version of the picture that every browser can show. Saves nothing. Never throws. */
export async function fetchPreview(picture: Blob, signal: AbortSignal): Promise<Answer<Preview>> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const response = await fetch('/api/me/avatar/preview', {
      method: 'POST',
      // Systems often report a wrong type for such files, and the server ignores it.
      headers: { 'Content-Type': 'application/octet-stream' },
      body: picture,
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
