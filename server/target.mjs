/** Names and IP addresses with or without a port. Anything else is no authority (RFC 3986 section 3.2), and would end in a URL of ours. */
const AUTHORITY = /^[^\s/?#@\\]+$/;

/**
 * Brings the request target into origin form (RFC 9112 section 3.2), so that everything after sees one spelling of an address: a path
 * from the root, without dot segments and empty segments, and a query. The host of an absolute form takes the place of the `Host` header.
 *
 * @param {import('node:http').IncomingMessage} request changed in place, but for `OPTIONS *`
 * @returns {string | null} what is wrong with it
 */
export function normalizeTarget(request) {
  const hosts = rawPositions(request, 'host');
  if (hosts.length > 1) return `Expected one Host header; got ${hosts.length}.`;
  const { host } = request.headers;
  if (host && !isAuthority(host)) return 'Expected Host to be a name or an address, with or without a port.';
  if (request.url === '*') return request.method === 'OPTIONS' ? null : `Expected a path; got * with ${request.method}.`;
  const target = request.url.startsWith('/') ? request.url : fromAbsolute(request, hosts[0]);
  if (target === null) return 'Expected a path, or an address such as http://host/path, as the request target.';
  request.url = canonical(target);
  return null;
}

/** @returns the path and query of `http://host/path`; null when it is no such address */
function fromAbsolute(request, hostAt) {
  const [, authority, rest] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(request.url) ?? [];
  if (authority === undefined || !isAuthority(authority)) return null;
  request.headers.host = authority;
  if (hostAt === undefined) request.rawHeaders.push('Host', authority);
  else request.rawHeaders[hostAt + 1] = authority;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function isAuthority(text) {
  return AUTHORITY.test(text) && URL.canParse(`http://${text}`);
}

/** Next.js answers a path with empty segments with a redirect, and resolves dot segments after it has compared addresses. */
function canonical(target) {
  const [path] = target.split('?', 1);
  const { pathname } = new URL(`http://host${path.replace(/[/\\]+/g, '/')}`);
  return pathname.replace(/\/+/g, '/') + target.slice(path.length);
}

/** Node joins or drops what is sent twice; the raw headers have it all. */
function rawPositions({ rawHeaders }, name) {
  const positions = [];
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at].toLowerCase() === name) positions.push(at);
  return positions;
}
