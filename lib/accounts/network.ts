import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * What an address counts as: itself, except that of IPv6 everybody has a network of 2^64 (RFC 6177, section 2), whose last half they
 * choose anew as often as they like. An IPv4 address in IPv6 notation is the same as without.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const prefix = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}

/** What a proxy may write for one hop: an address, an address with a port, IPv6 in brackets (RFC 7239, section 6), any of them quoted. */
const HOP = /^"?(?:(?<v4>[0-9.]+)(?::[0-9]+)?|\[(?<bracketed>[^\]]+)\](?::[0-9]+)?|(?<v6>[^"[\]]+))"?$/;

/**
 * The address of the client, past the proxies that `trusted` believes. `X-Forwarded-For` is read from its end. The first entry that is
 * no IP address (`unknown`, `_hidden`) ends the reading: the address after it is the last one that a trusted proxy vouches for.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trusted: (address: string, hop: number) => boolean,
): string {
  const hops = String(headers['x-forwarded-for'] ?? '').split(',');
  let address = socket.remoteAddress ?? 'unknown';
  for (let hop = 0; trusted(address, hop); hop += 1) {
    const next = addressIn(hops.pop() ?? '');
    if (next === undefined) break;
    address = next;
  }
  return address;
}

function addressIn(entry: string): string | undefined {
  const { v4, bracketed, v6 } = HOP.exec(entry.trim())?.groups ?? {};
  const address = v4 ?? bracketed ?? v6 ?? '';
  return isIP(address) === 0 ? undefined : address;
}
