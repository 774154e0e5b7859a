import type { Principal } from '@/lib/accounts/ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import type { Change } from '@/lib/avatars/change';
import { lowerBound } from '@/lib/avatars/policy';
import type { AvatarState } from '@/lib/avatars/ports';
import { sha256 } from '@/lib/avatars/record';
import { AvatarError, isAvatarError, wrongField } from '@/lib/errors';
import { type BodyStream, fileTooLarge } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { type Line, readLines } from '@/lib/http/body/lines';
import { defineEndpoint, wireResponse } from '@/lib/http/endpoint';
import { MAX_JSON_BYTES, MAX_STREAM_LINES } from '@/lib/http/limits';
import { nativeErrors } from '@/lib/http/problem';
import { PRIVATE, requireAdministratorInPerson } from '../parts';
import { jsonLines, presentLines, type SendLine } from './json-lines';
import { MODERATED, type Operation, operation, userIdOf } from './moderation';
import { type AvatarLine, type AvatarLineResult, avatarLine } from './moderation-schemas';

/** `PUT /api/people/avatars`: sets and removes pictures of others by JSON lines, with a line for each as soon as it is done. */
export const putPeopleAvatars = defineEndpoint({
  ...operation,
  // A password is verified once: it could be changed while this goes on.
  allowPassword: false,
  async parse(_request, { principal, services }) {
    requireModerator(principal);
    return lowerBound(await services.policies.policy(), services.maxUploadBytes);
  },
  core(limitBytes, context) {
    // Before the response begins, so that an unsupported coding is refused as usual.
    const body = context.body.stream();
    return jsonLines((send, gone) => changeAll(body, limitBytes, context, { send, gone }));
  },
  present: (body) => presentLines(body, PRIVATE),
});

interface Client {
  send: SendLine;
  gone: AbortSignal;
}

async function changeAll(body: BodyStream, limitBytes: number, context: Operation, { send, gone }: Client): Promise<void> {
  const fail = async (line: number, error: unknown) => send({ line, ...(await problemOf(error, context)) });
  let last = 0;
  try {
    for await (const line of readLines(body, { limitBytes: base64Length(limitBytes) + MAX_JSON_BYTES, maxLines: MAX_STREAM_LINES })) {
      last = line.number;
      const principal = await admitted(context, gone);
      let picture = 0;
      const reserve = (bytes: number) => {
        body.reservation.add(bytes);
        picture += bytes;
      };
      try {
        send({ line: last, ...(await change(line, principal, { limitBytes, context, gone, reserve })) });
      } catch (error) {
        await fail(last, error);
      } finally {
        body.reservation.release(picture);
      }
      if (gone.aborted) return;
    }
  } catch (error) {
    // The credentials have ended, or the body has: nothing after this line is done.
    if (!gone.aborted) await fail(Math.max(1, last), error);
  } finally {
    body.reservation.close();
  }
}

/** Waits while the sender has sent as many requests as a minute allows. @throws AvatarError invalid_credentials, forbidden, storage_full */
async function admitted({ admitAnother }: Operation, gone: AbortSignal): Promise<Principal | ServicePrincipal> {
  for (;;) {
    try {
      return requireModerator(await admitAnother());
    } catch (error) {
      if (!isAvatarError(error) || error.code !== 'rate_limited') throw error;
      await wait(error.details.retryAfterSeconds * 1000, gone);
    }
  }
}

/** @throws the reason of the signal */
async function wait(ms: number, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(gone.reason);
    };
    const timer = setTimeout(() => {
      gone.removeEventListener('abort', stop);
      resolve();
    }, ms);
    gone.addEventListener('abort', stop, { once: true });
  });
}

interface LineParts {
  limitBytes: number;
  context: Operation;
  gone: AbortSignal;
  /** Counts bytes in memory. @throws AvatarError busy */
  reserve(bytes: number): void;
}

async function change(
  line: Line,
  { via }: Principal | ServicePrincipal,
  { limitBytes, context: { services }, gone, reserve }: LineParts,
): Promise<Omit<AvatarLineResult, 'line'>> {
  if ('error' in line) throw line.error;
  const { person, reason, image, remove, block = 'person', ...upload } = parseLine(line.bytes);
  const userId = await userIdOf(String(person), services);
  const by = via === 'service-key' ? ('service-key' as const) : ('administrator' as const);
  const before = await services.avatars.stateOf(userId);
  const bound: Change = { principal: null, userId, moderation: { by, reason }, signal: gone };
  if (remove) {
    const moderation = { by, reason, withdraws: true, ...(block !== 'none' && { blocks: block }) };
    return { status: 204, ...result(before, await services.avatars.remove({ ...bound, moderation })) };
  }
  const bytes = decoded(image ?? '', limitBytes, reserve);
  if (isShown(before, bytes, upload.alt)) return { status: 200, ...result(before, before) };
  return { status: 200, ...result(before, await services.avatars.replace(bound, { bytes, fileName: upload.name, alt: upload.alt })) };
}

const result = (before: AvatarState, { person: { id }, avatar, version }: AvatarState) => ({
  id,
  changed: version !== before.version,
  key: avatar?.key ?? null,
});

/** Whether a repeated line would change nothing. */
function isShown({ source, avatar }: AvatarState, bytes: Uint8Array, alt = ''): boolean {
  return source === 'upload' && avatar !== null && !avatar.framed && avatar.alt === alt && avatar.sourceSha256 === sha256(bytes);
}

/** @throws AvatarError malformed_body, invalid_request */
function parseLine(bytes: Uint8Array): AvatarLine {
  requireOneLongText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AvatarError('malformed_body', 'Invalid JSON in this line.', {}, { cause });
  }
  return parseFields(avatarLine, value);
}

/**
 * Millions of values in a line would take thirty times its bytes when it is parsed, and seconds in which nothing else runs.
 * @throws AvatarError malformed_body
 */
function requireOneLongText(line: Buffer): void {
  if (line.byteLength <= MAX_JSON_BYTES) return;
  let [from, quotes, longest] = [0, 0, line.subarray(0, 0)];
  while (from < line.byteLength && quotes <= MAX_JSON_BYTES) {
    const quote = line.indexOf('"', from);
    const end = quote === -1 ? line.byteLength : quote;
    if (end - from > longest.byteLength) longest = line.subarray(from, end);
    [from, quotes] = [end + 1, quotes + 1];
  }
  const isText = !['[', '{', ','].some((character) => longest.includes(character));
  if (isText && line.byteLength - longest.byteLength <= MAX_JSON_BYTES) return;
  throw new AvatarError('malformed_body', `Expected at most ${MAX_JSON_BYTES} bytes in this line beside the picture.`);
}

/** @throws AvatarError file_too_large, invalid_request, busy */
function decoded(base64: string, limitBytes: number, reserve: (bytes: number) => void): Uint8Array {
  const announced = Buffer.byteLength(base64, 'base64');
  if (announced > limitBytes) throw fileTooLarge(limitBytes);
  reserve(announced);
  const bytes = Buffer.from(base64, 'base64');
  // Other characters are left out.
  if (bytes.byteLength === announced && announced > 0) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw wrongField('image', 'Expected the picture in Base64.', 'invalid');
}

const base64Length = (bytes: number) => Math.ceil(bytes / 3) * 4;

/** The members of the problem that a request on its own would have, without those that say which one. */
async function problemOf(error: unknown, { failureOf }: Operation): Promise<object> {
  const response = wireResponse(nativeErrors, failureOf(error));
  if (!response) throw error;
  const { type: _type, title: _title, requestId: _id, ...members } = await response.json();
  return members;
}

/** @throws AvatarError forbidden */
function requireModerator(principal: Principal | ServicePrincipal): Principal | ServicePrincipal {
  return principal.via === 'service-key' ? principal : requireAdministratorInPerson(principal, MODERATED);
}
