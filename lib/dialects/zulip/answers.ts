/** Django's `never_cache`, as every JSON answer and every redirect to a picture has it. */
export const NEVER_CACHE = { 'Cache-Control': 'max-age=0, no-cache, no-store, must-revalidate, private' };

/** JSON as Zulip writes it, with a newline at the end. */
export function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { 'Content-Type': 'application/json', ...NEVER_CACHE, ...headers },
  });
}

/** A successful answer. `ignored` names the parameters that were sent and mean nothing here; it is left out when there are none. */
export function success(values: object, ignored: readonly string[] = []): Response {
  return json({ result: 'success', msg: '', ...values, ...(ignored.length > 0 && { ignored_parameters_unsupported: ignored }) });
}
