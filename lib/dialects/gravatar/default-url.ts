import ipaddr from 'ipaddr.js';

/** URL leaves out the port that the scheme has anyway. */
const PORTS = ['', '80', '443'];

const PICTURE = /\.(?:jpe?g|gif|png)$/i;

/** Names that mean something only inside a network (RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps for private use). */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/**
 * Where `d=` may lead: to a picture on the public web, by address as far as an address can tell. A page that shows our picture must
 * not find itself asking the router of whoever looks at it. The query is dropped, as Gravatar does.
 *
 * @returns null for everything else
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

/** @param host as URL has it: in lower case, IPv6 in brackets, and every spelling of an IPv4 address as four decimal numbers */
function isPublic(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address)) return ipaddr.process(address).range() === 'unicast';
  const name = host.replace(/\.$/, '');
  return name.includes('.') && !PRIVATE_NAME.test(name);
}
