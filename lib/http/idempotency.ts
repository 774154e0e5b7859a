import { createHash } from 'node:crypto';
import type { IdempotencyRecords } from '@/lib/accounts/idempotency-ports';
import { AvatarError } from '@/lib/errors';

const DAY_MS = 24 * 60 * 60 * 1000;

/** draft-ietf-httpapi-idempotency-key-header does not bound the length of keys. */
const MAX_KEY_LENGTH = 200;

/** Response headers that are stored and replayed. */
const STORED_HEADERS = ['content-type', 'etag', 'location'];

export interface Replay {
  request: Request;
  userId: number;
  command: unknown;
  /** Fields of the JSON response that are not stored. */
  without?: readonly string[];
  replies: IdempotencyRecords;
  run: () => Promise<Response>;
  /** Receives the error if the response could not be stored. */
  report?: (error: unknown) => void;
}

/**
 * Replays the response to the first request with the same `Idempotency-Key` for a day, without running the operation again. Failures are
 * not stored, so that clients can try again.
 *
 * @throws AvatarError idempotency_mismatch, idempotency_in_progress, invalid_request
 */
export async function replayed({ request, userId, command, without = [], replies, run, report = () => {} }: Replay): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return run();
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new AvatarError('invalid_request', `Expected an Idempotency-Key of 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const claim = await replies.claimIdempotencyKey(userId, key, fingerprint(request, command), new Date(Date.now() - DAY_MS));
  if (claim === 'mismatch') throw new AvatarError('idempotency_mismatch', 'This Idempotency-Key was already used for a different request.');
  if (claim === 'in-progress')
    throw new AvatarError('idempotency_in_progress', 'The first request with this Idempotency-Key is still running.');
  if (claim !== 'claimed') {
    return new Response(claim.body === '' ? null : claim.body, {
      status: claim.status,
      headers: { ...claim.headers, 'Idempotency-Replayed': 'true' },
    });
  }
  const response = await run().catch(async (error) => {
    await replies.releaseIdempotencyKey(userId, key).catch(() => {});
    throw error;
  });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => STORED_HEADERS.includes(name)));
  // The operation has succeeded even if its response cannot be stored. An error here would make clients repeat it.
  await replies.storeResponse(userId, key, { status: response.status, headers, body: await storedBody(response, without) }).catch(report);
  return response;
}

/** Hashes the parsed command, since clients choose a random multipart boundary for each attempt. */
function fingerprint(request: Request, command: unknown): string {
  const hash = createHash('sha256').update(`${request.method} ${new URL(request.url).pathname}\n`);
  const text = JSON.stringify(command, (_name, value) =>
    value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
  );
  return hash.update(text ?? '').digest('hex');
}

/** The response body to store. */
async function storedBody(response: Response, without: readonly string[]): Promise<string> {
  const body = await response.clone().text();
  if (without.length === 0 || body === '') return body;
  return JSON.stringify(JSON.parse(body), (name, value) => (without.includes(name) ? undefined : value));
}
