import type { Sent } from './send-form';

export const UNREACHABLE = 'The server could not be reached. Check the connection and try again.';

/** If the code that sends a form cannot be loaded. */
const NOT_LOADED = { ok: false, code: 'unreachable', fields: {}, message: UNREACHABLE } as const;

/** Sends a form with code that is loaded for it: who only looks at the page needs none of it. */
export function sendLater<T>(path: string, json: unknown): Promise<Sent<T>> {
  return import('./send-form').then(({ sendForm }) => sendForm<T>(path, json)).catch(() => NOT_LOADED);
}
