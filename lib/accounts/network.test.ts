import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { clientAddress, forwardedAddresses, networkOf, readableAddress } from './network';

describe('the network', () => {
  it.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['an IPv4-mapped address', '::ffff:203.0.113.7', '203.0.113.7'],
    ['an IPv4-mapped address in hexadecimal', '::ffff:cb00:7107', '203.0.113.7'],
    ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['an address with another interface identifier', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['an address in another notation', '2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['another network', '2001:db8:1:3:3:4:5:6', '2001:db8:1:3::/64'],
    ['an address with a zone id', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['the loopback address', '::1', '0:0:0:0::/64'],
    ['an invalid address', 'unknown', 'unknown'],
  ])('of %s is %s', (_name, address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('the client address', () => {
  const CLOSE_BY = '10.0.0.1';
  /** With one trusted proxy by default. */
  const behind = (forwarded: string | undefined, hops = 1) =>
    clientAddress({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: CLOSE_BY } }, (_address, hop) => hop < hops);

  it.each([
    ['198.51.100.9, 7.7.7.7', '7.7.7.7'],
    ['7.7.7.7:1000', '7.7.7.7'],
    ['198.51.100.9,7.7.7.7:65535 ', '7.7.7.7'],
    ['"7.7.7.7:1000"', '7.7.7.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['"[2001:db8::1]:443"', '2001:db8::1'],
    ['::ffff:7.7.7.7', '::ffff:7.7.7.7'],
  ])('behind one proxy that sends %j is %s', (forwarded, address) => {
    expect(behind(forwarded)).toBe(address);
  });

  it.each([
    undefined,
    '',
    'unknown',
    '_hidden',
    '7.7.7.7, ',
    '7',
    '0x7.7.7.7',
    '7.7.7',
    '7.7.7.7:1000:1',
    '[7.7.7.7',
    '7.7.7.7, _hidden:80',
    'a'.repeat(100_000),
  ])('behind a proxy that names no IP address is the proxy’s (%#)', (forwarded) => {
    expect(behind(forwarded)).toBe(CLOSE_BY);
  });

  it('is the last one that a trusted proxy vouches for', () => {
    expect(behind('203.0.113.5, unknown, 10.0.0.3:4000, 10.0.0.2:5000', 4)).toBe('10.0.0.3');
    expect(behind('203.0.113.5:1, 10.0.0.3:4000, 10.0.0.2:5000', 3)).toBe('203.0.113.5');
    expect(behind('203.0.113.5', 9)).toBe('203.0.113.5');
  });

  it('is the peer address when no proxy is trusted', () => {
    expect(behind('7.7.7.7', 0)).toBe(CLOSE_BY);
  });

  it('skips proxies that are trusted by network and that send ports', () => {
    const { trustProxy } = parseEnv({ TRUST_PROXY: '10.0.0.0/8, fd00::/8' });
    const headers = { 'x-forwarded-for': '9.9.9.9, 7.7.7.7:1000, [fd00::2]:80, 10.0.0.2:5000' };
    expect(clientAddress({ headers, socket: { remoteAddress: CLOSE_BY } }, trustProxy)).toBe('7.7.7.7');
  });
});

it.each([
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['192.0.2.7', '192.0.2.7'],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['unknown', 'unknown'],
])('%s is read as %s', (address, read) => {
  expect(readableAddress(address)).toBe(read);
});

it('the addresses of X-Forwarded-For are read in their order, without ports, and without entries that are none', () => {
  expect(forwardedAddresses('203.0.113.7:1000, unknown, "[2001:DB8::1]:80", ::ffff:192.0.2.1, ,<script>')).toEqual([
    '203.0.113.7',
    '2001:db8::1',
    '192.0.2.1',
  ]);
  expect([forwardedAddresses(null), forwardedAddresses('')]).toEqual([[], []]);
});
