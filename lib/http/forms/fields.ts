import type { RequestBody } from '../body/body';
import { isUrlencoded, readUrlencoded } from '../body/form';

/** The body of a form without a script: its fields, and the query of its address, which has those of its page. */
export interface SentForm {
  fields: URLSearchParams;
  query: URLSearchParams;
}

/** @throws AvatarError malformed_body, truncated_body, unsupported_encoding, body_too_slow, busy */
export async function readForm(request: Request, body: RequestBody): Promise<SentForm> {
  const fields = isUrlencoded(body) ? await readUrlencoded(body) : new URLSearchParams();
  return { fields, query: new URL(request.url).searchParams };
}

/** A body that has been read, as JSON for an endpoint that reads it again. */
export function jsonBody(value: unknown, body: RequestBody): RequestBody {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return {
    ...body,
    contentType: { value: 'application/json', parameters: new Map() },
    announcedBytes: bytes.byteLength,
    async *readChunks(limitBytes, tooLarge) {
      if (bytes.byteLength > limitBytes) throw tooLarge(limitBytes);
      yield bytes;
    },
  };
}

/** Text fields by name; a field that the form lacks is left out. */
export function textsOf({ fields }: SentForm, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (fields.has(name) ? [[name, fields.get(name) ?? '']] : [])));
}
