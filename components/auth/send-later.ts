import { type Failure, failure } from '../api/failure';
import type { Answer } from '../api/request';

/** If the code that sends a form cannot be loaded. */
const NOT_LOADED: { ok: false; failure: Failure } = { ok: false, failure: failure('unreachable') };

/** Sends a form with code that is loaded for it: who only looks at the page needs none of it. */
export function sendLater<T>(path: string, json: unknown): Promise<Answer<T>> {
  return import('../api/request').then(({ request }) => request<T>(path, { method: 'POST', json })).catch(() => NOT_LOADED);
}
