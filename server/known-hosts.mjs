/** Names of this server that are remembered. Most servers have one or two. */
const MAX_HOSTS = 100;

/**
 * Remembers values of `Host` that were found valid, so that the same value needs no parsing (`server/target.mjs`).
 *
 * @returns {{ add(request: import('node:http').IncomingMessage): void, isKnown(request: import('node:http').IncomingMessage): boolean }}
 */
export function createKnownHosts() {
  const known = new Set();
  return {
    /** Call it for requests that were admitted. */
    add({ headers: { host } }) {
      if (host !== undefined && known.size < MAX_HOSTS) known.add(host);
    },
    /** Whether the request has one `Host`, which is known, and a path as its target. */
    isKnown({ url, headers: { host }, rawHeaders }) {
      return url.startsWith('/') && known.has(host) && countHosts(rawHeaders) === 1;
    },
  };
}

/** Node drops all but the first `Host` from its parsed headers. */
function countHosts(rawHeaders) {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
