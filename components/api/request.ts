import { type Failure, failure, readFailure } from './failure';

export type Answer<T> = { ok: true; value: T; etag: string | null; status: number } | { ok: false; failure: Failure };

export interface RequestOptions {
  method?: string;
  json?: unknown;
  /** A form, if there is no JSON. */
  body?: FormData;
  headers?: Record<string, string>;
}

/** Calls the native API. Never throws: failures are answers too. 204 and 304 have the value `undefined`. */
export async function request<T>(path: string, { method = 'GET', json, body, headers }: RequestOptions = {}): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
    const { status } = response;
    const text = await response.text();
    if (!response.ok && status !== 304) return { ok: false, failure: readFailure(status, text, response.headers.get('retry-after')) };
    return { ok: true, status, etag: response.headers.get('etag'), value: (text === '' ? undefined : JSON.parse(text)) as T };
  } catch {
    return { ok: false, failure: noAnswer() };
  }
}

export function noAnswer(): Failure {
  return failure(navigator.onLine ? 'unreachable' : 'offline');
}
