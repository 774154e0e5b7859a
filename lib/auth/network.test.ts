import { describe, expect, it } from 'vitest';
import { networkOf } from './network';

describe('an address counts as', () => {
  it.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['the IPv4 address that it is', '::ffff:203.0.113.7', '203.0.113.7'],
    ['the IPv4 address that it is, in hexadecimal', '::ffff:cb00:7107', '203.0.113.7'],
    ['its network', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['its network, whatever the last half', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['its network, however it is written', '2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['another network', '2001:db8:1:3:3:4:5:6', '2001:db8:1:3::/64'],
    ['its network, with the interface left out', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['this machine', '::1', '0:0:0:0::/64'],
    ['what it says when that is no address', 'unknown', 'unknown'],
  ])('%s: %s', (_name, address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
