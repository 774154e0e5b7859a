import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import { unknownAddress } from './sign-in';

/** The outcome of a form. `message` concerns all of it, `fields` single fields. */
export type Sent<T> = { ok: true; value: T } | { ok: false; code: string; fields: Record<string, string>; message: string };

/** Sends a form of a page for visitors. The pages load this once a form is sent. */
export async function sendForm<T>(path: string, json: unknown): Promise<Sent<T>> {
  const answer = await request<T>(path, { method: 'POST', json });
  if (answer.ok) return answer;
  const { code, fields } = answer.failure;
  return {
    ok: false,
    code,
    fields,
    message: code === 'cross_origin' ? unknownAddress(window.location.origin) : errorMessage(answer.failure),
  };
}
