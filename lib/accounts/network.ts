import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The rate-limit key of an address: an IPv4 address itself, or the /64 prefix of an IPv6 address. A subscriber has at least a /64
 * (RFC 6177, section 2) and can change the interface identifier at will. IPv4-mapped IPv6 addresses count as IPv4.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const prefix = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}

/** An address as people read it: IPv4 without the prefix that it has on an IPv6 socket, IPv6 in its short form. */
export function readableAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** The addresses of `X-Forwarded-For` in their order, as {@link readableAddress} has them. Entries that are none are left out. */
export function forwardedAddresses(header: string | null): string[] {
  return (header ?? '').split(',').flatMap((entry) => {
    const address = parseHop(entry);
    return address === undefined ? [] : [readableAddress(address)];
  });
}

/** One hop of `X-Forwarded-For`: an address, an address with a port, or IPv6 in brackets (RFC 7239, section 6), each optionally quoted. */
const HOP = /^"?(?:(?<v4>[0-9.]+)(?::[0-9]+)?|\[(?<bracketed>[^\]]+)\](?::[0-9]+)?|(?<v6>[^"[\]]+))"?$/;

/**
 * Returns the client address, skipping trusted proxies. Reads `X-Forwarded-For` from its end and stops at the first entry that is not an
 * IP address (`unknown`, `_hidden`): the address after it is the last one that a trusted proxy vouches for.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trusted: (address: string, hop: number) => boolean,
): string {
  const hops = String(headers['x-forwarded-for'] ?? '').split(',');
  let address = socket.remoteAddress ?? 'unknown';
  for (let hop = 0; trusted(address, hop); hop += 1) {
    const next = parseHop(hops.pop() ?? '');
    if (next === undefined) break;
    address = next;
  }
  return address;
}

function parseHop(entry: string): string | undefined {
  const { v4, bracketed, v6 } = HOP.exec(entry.trim())?.groups ?? {};
  const address = v4 ?? bracketed ?? v6 ?? '';
  return isIP(address) === 0 ? undefined : address;
}
