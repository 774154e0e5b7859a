import type { RequestBody } from '@/lib/http/body/body';
import { isUrlencoded, readUrlencoded } from '@/lib/http/body/form';
import { isMultipart, readMultipart } from '@/lib/http/body/multipart';
import { MAX_JSON_BYTES } from '@/lib/http/limits';

/** The fields of a form. If a field is repeated, the last value counts. */
export type Fields = ReadonlyMap<string, string>;

export const NO_FIELDS: Fields = new Map();

/** Parameters that every call accepts: the method that replaces POST, and the name of the client. */
const KNOWN_EVERYWHERE = ['method', 'client'];

/**
 * Reads a form in either encoding: zulip-js sends multipart, other clients urlencoded. Bodies of other types have no fields.
 *
 * @throws AvatarError malformed_body, truncated_body
 */
export async function readForm(body: RequestBody): Promise<Fields> {
  if (isMultipart(body)) return (await readMultipart(body, MAX_JSON_BYTES)).fields;
  return isUrlencoded(body) ? new Map(await readUrlencoded(body)) : NO_FIELDS;
}

/** Returns a parameter of the form, else of the query. */
export function parameter(request: Request, fields: Fields, name: string): string | undefined {
  return fields.get(name) ?? new URL(request.url).searchParams.get(name) ?? undefined;
}

/** Names of the parameters in the query and the form that have no effect on this call, sorted. */
export function ignoredParameters(request: Request, fields: Fields, known: readonly string[] = []): string[] {
  const sent = new Set([...fields.keys(), ...new URL(request.url).searchParams.keys()]);
  return [...sent].filter((name) => !KNOWN_EVERYWHERE.includes(name) && !known.includes(name)).sort();
}
