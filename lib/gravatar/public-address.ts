import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** RFC 4291 section 2.4: all that is routed on the Internet today is in 2000::/3, whatever a list of exceptions leaves out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether this is the address of one machine on the Internet: not of this machine, its networks, or a cloud's metadata, and none that
 * has another one inside, as IPv4-mapped, NAT64, 6to4 and Teredo have.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST));
}

export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError';
}

/**
 * Connects to public addresses alone. Looked at is what the connection is made to, in the one lookup that is for it: a name that is
 * public when asked first and private when asked again gains nothing.
 *
 * @param resolve how names become addresses
 */
export function publicConnector(resolve: LookupFunction = lookup as LookupFunction): buildConnector.connector {
  const connect = buildConnector({ lookup: publicLookup(resolve) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // Nothing is looked up where an address is written out.
    if (isIP(host) !== 0 && !isPublic(host)) return callback(refusal(host, [host]), null);
    connect(options, callback);
  };
}

/** Finds only names all of whose addresses are public. */
export function publicLookup(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }: LookupAddress) => address);
      // All of them: which one answers in the end is not ours to choose.
      if (addresses.length > 0 && addresses.every(isPublic)) return callback(null, found, family);
      callback(refusal(hostname, addresses), []);
    });
  };
}

function refusal(host: string, addresses: readonly string[]): PrivateAddressError {
  return new PrivateAddressError(`Expected a public address, got ${addresses.join(', ') || 'none'} for ${host}`);
}
