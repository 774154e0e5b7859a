import { failure, readFailure } from './failure';
import { type Answer, noAnswer } from './request';
import type { WebPicture } from './resource';
import { noteVia } from './via';

/** Timeout in milliseconds: the server waits in a queue, and 15 seconds for the other site; then the file has to come from the server. */
const LIMIT_MS = 60_000;

/** Has the server fetch the picture at an address. Nothing is stored. Never throws. */
export async function fetchWebPicture(url: string, signal: AbortSignal): Promise<Answer<File>> {
  const answer = await fetchFile('/api/me/avatar/fetch', signal, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ url } satisfies WebPicture),
  });
  if (answer.ok) noteVia(answer.value, 'web');
  return answer;
}

/** Has the server fetch the picture that the provider has of the person. Never throws. */
export async function fetchDirectoryPicture(signal: AbortSignal): Promise<Answer<File>> {
  return fetchFile('/api/me/avatar/directory', signal, {});
}

/** A picture as a file, with the name and the type that the server gives. */
async function fetchFile(path: string, signal: AbortSignal, init: RequestInit): Promise<Answer<File>> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const response = await fetch(path, { ...init, signal: AbortSignal.any([signal, limit]) });
    const { status, headers } = response;
    if (!response.ok) return { ok: false, failure: readFailure(status, await response.text(), headers.get('retry-after')) };
    const bytes = await response.blob();
    const file = new File([bytes], nameIn(headers.get('content-disposition')), { type: bytes.type });
    return { ok: true, status, etag: null, value: file };
  } catch {
    if (signal.aborted) return { ok: false, failure: failure('aborted') };
    return { ok: false, failure: limit.aborted ? failure('timeout') : noAnswer() };
  }
}

function nameIn(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return encoded === undefined ? 'picture' : decodeURIComponent(encoded);
}
