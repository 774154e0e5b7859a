import { AvatarError } from '@/lib/errors';
import { MAX_JSON_BYTES } from '../limits';
import type { RequestBody } from './body';

/** Whether `Content-Type` declares a form without files. */
export function isUrlencoded({ contentType }: RequestBody): boolean {
  // A prefix: some clients separate the charset with a space instead of a semicolon.
  return /^application\/x-www-form-urlencoded\b/.test(contentType.value);
}

/** Reads the fields of such a form. @throws AvatarError malformed_body, truncated_body, unsupported_encoding, body_too_slow, busy */
export async function readUrlencoded(body: RequestBody): Promise<URLSearchParams> {
  const tooLarge = () => new AvatarError('malformed_body', `Form too large: expected at most ${MAX_JSON_BYTES} bytes.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.readChunks(MAX_JSON_BYTES, tooLarge)) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
