/** Host names and IP addresses with or without a port (RFC 3986 section 3.2). Other text would end up in our URLs. */
const AUTHORITY = /^[^\s/?#@\\]+$/;

/**
 * Converts the request target to origin form (RFC 9112 section 3.2), so that later code sees one spelling of each path: absolute, without
 * dot segments and empty segments, followed by the query. The host of an absolute form replaces the `Host` header.
 *
 * @param {import('node:http').IncomingMessage} request changed in place, except for `OPTIONS *`
 * @returns {string | null} the problem of an invalid target
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

/** @returns the path and query of an absolute URL; null if it is malformed */
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

/** Paths in which nothing can be normalized: no escapes, and no segment that is empty or starts with a dot. */
const CANONICAL = /^(?:\/[\w-][\w.-]*)+$/;

/** Next.js redirects paths with empty segments, and resolves dot segments after route matching. */
function canonical(target) {
  const [path] = target.split('?', 1);
  if (CANONICAL.test(path)) return target;
  const { pathname } = new URL(`http://host${path.replace(/[/\\]+/g, '/')}`);
  return pathname.replace(/\/+/g, '/') + target.slice(path.length);
}

/** Node joins or drops repeated headers; the raw headers contain all of them. */
function rawPositions({ rawHeaders }, name) {
  const positions = [];
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at].toLowerCase() === name) positions.push(at);
  return positions;
}
