import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { getPayloadFromClientToken } from '@vercel/blob/client';

/** Status and JSON of a response of the API. */
export type Answer = [status: number, body: unknown];

/** An error as the SDK parses it. */
export const refusal = (status: number, code: string, message = 'Told to fail'): Answer => [status, { error: { code, message } }];

/** Lets pages of every origin send what the SDK sends from browsers. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Allow-Headers':
    'authorization, content-type, x-api-blob-request-attempt, x-api-blob-request-id, x-api-version, x-content-length, x-content-type, x-vercel-blob-access, x-vercel-blob-store-id',
};

/** A client token has a payload that is signed with the token of its store. */
export function isTokenOf(store: { token: string }, token: string): boolean {
  if (token === store.token) return true;
  const [, , kind, storeId, encoded = ''] = token.split('_');
  if (kind !== 'client' || storeId !== store.token.split('_')[3]) return false;
  const [signature, payload = ''] = Buffer.from(encoded, 'base64').toString().split('.');
  return signature === createHmac('sha256', store.token).update(payload).digest('hex');
}

type Payload = ReturnType<typeof getPayloadFromClientToken>;

export const payloadOf = (token: string): Payload => getPayloadFromClientToken(token);

/** Why a client token does not suffice for a request; undefined if it does. */
export function refusalOfClient(
  payload: Payload,
  { request: { method, headers }, address, body }: { request: IncomingMessage; address: URL; body: Buffer },
): Answer | undefined {
  const pathname = address.searchParams.get('pathname');
  if (method !== 'PUT' || pathname === null) return refusal(403, 'client_token_not_allowed', 'Not with a client token');
  if (Date.now() > payload.validUntil) return refusal(400, 'bad_request', 'Token expired');
  if (pathname !== payload.pathname) return refusal(400, 'bad_request', '"pathname" does not match the token payload');
  const type = String(headers['x-content-type']);
  if (payload.allowedContentTypes && !payload.allowedContentTypes.includes(type))
    return refusal(400, 'bad_request', `contentType ${type} is not allowed`);
  const limit = payload.maximumSizeInBytes;
  if (limit !== undefined && body.byteLength > limit)
    return refusal(400, 'bad_request', `the file length cannot be greater than ${limit} bytes`);
  return undefined;
}
