import ipaddr from 'ipaddr.js';

/** `URL` omits the default port of the scheme. */
const PORTS = ['', '80', '443'];

const PICTURE = /\.(?:jpe?g|gif|png)$/i;

/** Domains of private networks (RFC 6761, RFC 6762, RFC 8375, and `.internal`, which ICANN reserves). */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/**
 * Validates the URL in `d=`: it must name a picture on the public web, as far as the URL shows. A redirect into a private network would
 * make the browser of a visitor send requests to their router. The query is removed, as Gravatar does.
 *
 * @returns null if the URL is not allowed
 */
export function publicPicture(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || !PORTS.includes(url.port)) return null;
  if (!PICTURE.test(url.pathname) || !isPublic(url.hostname)) return null;
  url.search = '';
  url.hash = '';
  return url.href;
}

/** @param host as normalized by `URL`: lower case, IPv6 in brackets, every spelling of an IPv4 address in dotted decimal */
function isPublic(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address)) return ipaddr.process(address).range() === 'unicast';
  const name = host.replace(/\.$/, '');
  return name.includes('.') && !PRIVATE_NAME.test(name);
}
