import { AvatarError } from '@/lib/errors';
import { MAX_JSON_BYTES } from '../limits';
import { readChunks } from './body';

/** Whether the request says that its body is a form without files. */
export function isUrlencoded(request: Request): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '');
}

/** The fields of such a form. @throws AvatarError malformed_body, truncated_body, unsupported_encoding, body_too_slow, busy */
export async function readUrlencoded(request: Request): Promise<URLSearchParams> {
  const tooLarge = () => new AvatarError('malformed_body', `Form too large: expected at most ${MAX_JSON_BYTES} bytes.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(request, MAX_JSON_BYTES, tooLarge)) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
