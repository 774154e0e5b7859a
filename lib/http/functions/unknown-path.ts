import { missingFile } from '../missing-file';

/** Values of `Sec-Fetch-Dest` that can show a page. Clients other than browsers do not send it. */
const HTML_DESTINATIONS = [null, 'document', 'iframe', 'frame', 'embed', 'object', 'fencedframe', 'empty'];

/** The response for a path that no API has. Pages and files have routes of their own, so no path of theirs gets here. */
export function unknownPath(request: Request): Response {
  const { method, headers } = request;
  if (!['GET', 'HEAD'].includes(method)) {
    const problem = { type: 'about:blank', title: 'Not found', status: 404, detail: 'Nothing exists at this path.', code: 'not_found' };
    return Response.json(problem, { status: 404, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' } });
  }
  if (!HTML_DESTINATIONS.includes(headers.get('sec-fetch-dest'))) return missingFile();
  return new Response(PAGE, {
    status: 404,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    },
  });
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found · Likeness</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 20vh auto 0; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
</style>
</head>
<body>
<main>
<h1>Page not found</h1>
<p><a href="/">Go to the start page</a></p>
</main>
</body>
</html>
`;
