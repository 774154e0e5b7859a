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
