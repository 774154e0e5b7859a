import { BytesResponse } from '@/lib/http/bytes-response';

/** The headers of Django's `never_cache`, on every JSON response and redirect. `Expires` is for HTTP/1.0 caches. */
export function neverCache(): { Expires: string; 'Cache-Control': string } {
  return { Expires: new Date().toUTCString(), 'Cache-Control': 'max-age=0, no-cache, no-store, must-revalidate, private' };
}

/** A JSON response that ends with a newline, as Zulip's do. */
export function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new BytesResponse(new TextEncoder().encode(`${JSON.stringify(body)}\n`), {
    status,
    headers: { 'Content-Type': 'application/json', ...neverCache(), ...headers },
  });
}

/** A successful response. `ignored` names the parameters that have no effect; the field is omitted if there are none. */
export function success(values: object, ignored: readonly string[] = []): Response {
  return json({ result: 'success', msg: '', ...values, ...(ignored.length > 0 && { ignored_parameters_unsupported: ignored }) });
}
