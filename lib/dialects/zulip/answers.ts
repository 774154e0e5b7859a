/** Django's `never_cache`, as every JSON answer and every redirect to a picture has it: over at once, also for caches of HTTP/1.0. */
export function neverCache(): { Expires: string; 'Cache-Control': string } {
  return { Expires: new Date().toUTCString(), 'Cache-Control': 'max-age=0, no-cache, no-store, must-revalidate, private' };
}

/** JSON as Zulip writes it, with a newline at the end. */
export function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { 'Content-Type': 'application/json', ...neverCache(), ...headers },
  });
}

/** A successful answer. `ignored` names the parameters that were sent and mean nothing here; it is left out when there are none. */
export function success(values: object, ignored: readonly string[] = []): Response {
  return json({ result: 'success', msg: '', ...values, ...(ignored.length > 0 && { ignored_parameters_unsupported: ignored }) });
}
