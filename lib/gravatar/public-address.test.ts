import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serving } from '@/testing/http';
import { isPublic, PrivateAddressError, publicConnector, publicLookup } from './public-address';

describe('an address', () => {
  it.each(['192.0.73.2', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:4860:4860::8888', '2a04:fa87:fffe::c000:4902'])(
    'such as %s is public',
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );

  it.each([
    ['the loopback range', ['127.0.0.1', '127.8.8.8', '0.0.0.0', '0.1.2.3', '::1', '::']],
    ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', 'fec0::1']],
    ['link-local ranges', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0']],
    ['cloud metadata', ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192', '168.63.129.16']],
    ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
    ['multicast and broadcast', ['224.0.0.1', '255.255.255.255', 'ff02::1']],
    ['reserved and documentation ranges', ['192.0.2.1', '198.18.0.1', '203.0.113.7', '240.0.0.1', '2001:db8::1', '100::1']],
    [
      'addresses that embed an IPv4 address',
      ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::'],
    ],
    ['something else', ['', 'localhost', '999.1.1.1', '8.8.8.8.', '127.1', '0x7f000001', '2130706433']],
  ])('such as %s is not public', (_name, addresses) => {
    expect(addresses.filter(isPublic)).toEqual([]);
  });
});

describe('a connection to public addresses only', () => {
  /** Connects to a host and returns the outcome. @param found addresses that its name resolves to */
  async function connecting(hostname: string, port: string, ...found: string[]): Promise<unknown> {
    const resolve: LookupFunction = (_name, _options, callback) =>
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    return new Promise((done) => {
      publicConnector(resolve)({ hostname, host: hostname, protocol: 'http:', port }, (error, socket) => {
        socket?.destroy();
        done(error);
      });
    });
  }

  it.each([
    ['pictures.example.org', ['127.0.0.1']],
    ['pictures.example.org', ['::1']],
    ['pictures.example.org', ['::ffff:127.0.0.1']],
    ['pictures.example.org', []],
    ['127.0.0.1', []],
    ['[::1]', []],
    ['[::ffff:127.0.0.1]', []],
  ])('to %s, which resolves to %j, is refused before a byte is sent', async (hostname, found) => {
    let connections = 0;
    const { port, server } = await serving((_request, response) => response.end());
    server.on('connection', () => {
      connections += 1;
    });
    expect(await connecting(hostname, port, ...found)).toBeInstanceOf(PrivateAddressError);
    expect(connections).toBe(0);
  });

  it('is refused for a name that resolves to a public and a private address', () => {
    const found = [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    // Happy Eyeballs picks an address later, by response time. The test connects to nothing.
    const outcomes: unknown[] = [];
    publicLookup((_name, _options, callback) => callback(null, found))('pictures.example.org', { all: true }, (error, addresses) =>
      outcomes.push(error, addresses),
    );
    expect(outcomes).toEqual([expect.any(PrivateAddressError), []]);
  });

  it('passes on a lookup failure', async () => {
    const unknown = Object.assign(new Error('not known'), { code: 'ENOTFOUND' });
    const resolve: LookupFunction = (_name, _options, callback) => callback(unknown, []);
    const error = await new Promise((done) =>
      publicConnector(resolve)({ hostname: 'nowhere.example.org', protocol: 'http:', port: '80' }, (...[failure]) => done(failure)),
    );
    expect(error).toMatchObject({ code: 'ENOTFOUND' });
  });
});
