import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** RFC 4291 section 2.4: all global unicast addresses are in 2000::/3. This covers ranges that an exception list misses. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** The platform of every virtual machine of Azure (metadata, certificates), in a range of public addresses. */
const AZURE_PLATFORM = '168.63.129.16';

/**
 * Whether this is a public unicast address: not loopback, private, link-local or cloud metadata, and not one that embeds an IPv4 address
 * (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || address === AZURE_PLATFORM) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST));
}

export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError';
}

/**
 * Connects to public addresses only. It checks the address that the socket connects to, in the same lookup, which defeats DNS rebinding.
 * @param resolve resolves host names
 */
export function publicConnector(resolve: LookupFunction = lookup as LookupFunction): buildConnector.connector {
  const connect = buildConnector({ lookup: publicLookup(resolve) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // IP literals need no lookup.
    if (isIP(host) !== 0 && !isPublic(host)) return callback(refusal(host, [host]), null);
    connect(options, callback);
  };
}

/** Fails the lookup unless all addresses of the name are public. */
export function publicLookup(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }: LookupAddress) => address);
      // All of them, because Happy Eyeballs may connect to any.
      if (addresses.length > 0 && addresses.every(isPublic)) return callback(null, found, family);
      callback(refusal(hostname, addresses), []);
    });
  };
}

function refusal(host: string, addresses: readonly string[]): PrivateAddressError {
  return new PrivateAddressError(`Expected a public address, got ${addresses.join(', ') || 'none'} for ${host}`);
}
