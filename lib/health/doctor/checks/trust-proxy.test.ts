import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { verdictOf } from '@/testing/in-process/web';
import type { SeenSender } from '../doctor';
import { trustProxyCheck } from './trust-proxy';

interface Given {
  trustProxy?: string;
  sender?: SeenSender | null;
  isHttps?: boolean;
  isPlatform?: boolean;
}

const DIRECT: SeenSender = { address: '192.0.2.1', forwardedFor: [] };
/** The proxy at 10.0.0.9 passes a request of 192.0.2.1 on. */
const BEHIND = { address: '192.0.2.1', forwardedFor: ['192.0.2.1'] };
const IGNORED = { address: '10.0.0.9', forwardedFor: ['192.0.2.1'] };

const found = ({ trustProxy = '', sender = DIRECT, isHttps = false, isPlatform = false }: Given) =>
  verdictOf(trustProxyCheck({ trusts: parseEnv({ TRUST_PROXY: trustProxy }).trustProxy, sender, isHttps, isPlatform }));

describe('the client address', () => {
  it('is shown to the administrator, and is fine without a proxy or of a trusted one', async () => {
    expect(await found({})).toMatchObject({
      level: 'ok',
      detail: 'The server sees you at 192.0.2.1. No proxy has passed your request on.',
    });
    for (const trustProxy of ['10.0.0.9', '1', 'loopback, 10.0.0.0/8'])
      expect(await found({ trustProxy, sender: BEHIND, isHttps: true })).toMatchObject({
        level: 'ok',
        detail: 'The server sees you at 192.0.2.1. It is from X-Forwarded-For of a trusted proxy.',
      });
  });

  it('of a platform is the one that it names', async () => {
    expect(await found({ isPlatform: true, sender: IGNORED })).toMatchObject({
      level: 'ok',
      detail: 'The server sees you at 10.0.0.9. The platform names the client.',
    });
  });

  it('is that of the proxy, a warning, if X-Forwarded-For is ignored', async () => {
    expect(await found({ sender: IGNORED })).toEqual({
      level: 'warning',
      detail:
        'The server sees you at 10.0.0.9. X-Forwarded-For is present and ignored: behind a proxy all people seem to have this address, and share its rate limit.',
      advice: 'If this is the address of your proxy, set TRUST_PROXY=10.0.0.9.',
    });
  });

  it('is that of the proxy, a warning, if a proxy with TLS sends no X-Forwarded-For', async () => {
    expect(await found({ isHttps: true })).toEqual({
      level: 'warning',
      detail:
        'The server sees you at 192.0.2.1. The proxy sends no X-Forwarded-For: all people seem to have this address, and share its rate limit.',
      advice: 'Let the proxy send X-Forwarded-For (docs/deploy.md), and set TRUST_PROXY to its address.',
    });
  });

  it.each(['0.0.0.0/1, 128.0.0.0/1', '::/1', '10.0.0.9, 128.0.0.0/1', '1000000'])(
    'can be pretended by any client, a problem, with TRUST_PROXY=%s',
    async (trustProxy) => {
      expect(await found({ trustProxy, sender: BEHIND })).toEqual({
        level: 'problem',
        detail:
          'The server sees you at 192.0.2.1. TRUST_PROXY trusts every address: any client can pretend to be another, and so evade rate limits.',
        advice: 'Set TRUST_PROXY to the addresses of your proxies alone, or to the number of them.',
      });
    },
  );

  it('can be pretended, a warning, if proxies are counted and the port can be reached without one', async () => {
    expect(await found({ trustProxy: '2', isHttps: true })).toEqual({
      level: 'warning',
      detail:
        'The server sees you at 192.0.2.1. Your request came without a proxy, and TRUST_PROXY is a number: clients who reach this port directly can pretend to have any address.',
      advice: 'Let only the proxy reach this port, such as by HOST=127.0.0.1, or set TRUST_PROXY to the address of the proxy.',
    });
  });
});

it('the command line, which sends no request of a person, finds what the setting alone tells', async () => {
  const details = [];
  for (const trustProxy of ['', '1', '128.0.0.0/1']) details.push((await found({ trustProxy, sender: null })).detail);
  expect(details).toEqual([
    'TRUST_PROXY trusts no strangers. The page /settings/health shows the address that the server sees.',
    'TRUST_PROXY is a number of proxies. The page /settings/health shows the address that the server sees.',
    'TRUST_PROXY trusts every address: any client can pretend to be another, and so evade rate limits.',
  ]);
});
