import { failure, readFailure } from './failure';
import { type Answer, noAnswer } from './request';

/** A person's picture at Gravatar, before it is used. */
export interface FoundGravatar {
  bytes: Blob;
  /** Hexadecimal hash of Gravatar's file, which names it when switching. */
  sha256: string;
}

/** Timeout in milliseconds: the server queues, waits for Gravatar and decodes the picture. */
const LIMIT_MS = 45_000;

/** Has the server ask Gravatar. Changes nothing. Never throws. */
export async function fetchGravatar(): Promise<Answer<FoundGravatar>> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const response = await fetch('/api/me/avatar/gravatar', { method: 'POST', signal: limit });
    const { status, headers } = response;
    if (!response.ok) return { ok: false, failure: readFailure(status, await response.text(), headers.get('retry-after')) };
    const sha256 = headers.get('x-picture-sha256');
    if (sha256 === null) return { ok: false, failure: failure('unexpected') };
    return { ok: true, status, etag: null, value: { bytes: await response.blob(), sha256 } };
  } catch {
    return { ok: false, failure: limit.aborted ? failure('timeout') : noAnswer() };
  }
}
