import { defineEndpoint } from '../endpoint';
import { json } from './answers';
import { toAnyone } from './shared';

/** The verbs that Next.js calls route files for; HEAD follows GET. */
const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export type Verb = (typeof VERBS)[number];

/**
 * An endpoint for every verb of an address: those given, and an answer in Zulip's words for the others, where Next.js would answer
 * without a body, at which clients fail that parse every answer. Nobody has to be signed in to be told.
 */
export function resource(declared: Partial<Record<Verb, object>>): Record<Verb, object> {
  const allowed = Object.keys(declared);
  const entries = VERBS.map((verb) => [verb, declared[verb] ?? (verb === 'OPTIONS' ? options(allowed) : refusal(allowed))]);
  return Object.fromEntries(entries);
}

/** 405 as JSON. @param allowed in the order in which they are declared */
export function methodNotAllowed(allowed: readonly string[]): Response {
  const body = { result: 'error', msg: 'Method Not Allowed', allowed_methods: allowed };
  return json(body, 405, { Allow: allowed.join(', ') });
}

const told = { ...toAnyone, parse: () => null, core: () => null };

function refusal(allowed: readonly string[]) {
  return defineEndpoint({ ...told, present: () => methodNotAllowed(allowed) });
}

function options(allowed: readonly string[]) {
  return defineEndpoint({
    ...told,
    present: () => new Response(null, { status: 204, headers: { Allow: [...allowed].sort().join(', ') } }),
  });
}
