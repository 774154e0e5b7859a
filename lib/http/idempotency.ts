import { createHash } from 'node:crypto';
import type { ReplyRecords } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';

const DAY_MS = 24 * 60 * 60 * 1000;

/** draft-ietf-httpapi-idempotency-key-header: some string; ours may be this long. */
const MAX_KEY_LENGTH = 200;

/** Headers of an answer that are worth repeating. */
const KEPT_HEADERS = ['content-type', 'etag', 'location'];

export interface Replay {
  request: Request;
  userId: number;
  command: unknown;
  /** Names of the answer's JSON that are not kept. */
  without?: readonly string[];
  replies: ReplyRecords;
  run: () => Promise<Response>;
  /** Told when the answer could not be kept. */
  report?: (error: unknown) => void;
}

/**
 * With an `Idempotency-Key`, answers a repeated request as the first one was answered, for a day, without doing it again. Failures are
 * not kept: trying again is what the key is for.
 *
 * @throws AvatarError idempotency_mismatch, idempotency_in_progress, invalid_request
 */
export async function replayed({ request, userId, command, without = [], replies, run, report = () => {} }: Replay): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return run();
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new AvatarError('invalid_request', `Expected an Idempotency-Key of 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const claim = await replies.claimReply(userId, key, fingerprint(request, command), new Date(Date.now() - DAY_MS));
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
    await replies.releaseReply(userId, key).catch(() => {});
    throw error;
  });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => KEPT_HEADERS.includes(name)));
  // It is done, whether or not the answer can be kept: saying otherwise would have it done twice.
  await replies.finishReply(userId, key, { status: response.status, headers, body: await kept(response, without) }).catch(report);
  return response;
}

/** The same for the same request, however its body was encoded: boundaries of forms are drawn by lot each time. */
function fingerprint(request: Request, command: unknown): string {
  const hash = createHash('sha256').update(`${request.method} ${new URL(request.url).pathname}\n`);
  const text = JSON.stringify(command, (_name, value) =>
    value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
  );
  return hash.update(text ?? '').digest('hex');
}

/** The body of an answer as it is kept. */
async function kept(response: Response, without: readonly string[]): Promise<string> {
  const body = await response.clone().text();
  if (without.length === 0 || body === '') return body;
  return JSON.stringify(JSON.parse(body), (name, value) => (without.includes(name) ? undefined : value));
}
