import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MAX_GRAVATAR_BYTES, MAX_GRAVATAR_REDIRECTS } from '@/lib/avatars/limits';
import { serving } from '@/testing/http';
import { createGravatars } from './gravatars';
import { publicConnector } from './public-address';
import { gravatarHost } from './service';

const ADA = 'ada@example.org';
/** `printf ada@example.org | sha256sum` */
const ADA_HASH = 'cfe00dde46ef942601ffafb9e2825e802858b460e586b8305b344c1eb826357d';

/** Resolves every name to this machine, as an attacker's name server could. */
const HERE: LookupFunction = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

/** Starts a fake Gravatar with this handler, and a client for it; returns the requests and the reports. */
async function asking(answer: (request: IncomingMessage, response: ServerResponse) => unknown, timeoutMs?: number) {
  const requests: IncomingMessage[] = [];
  const reported: unknown[] = [];
  const served = await serving((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const report = (error: unknown) => reported.push(error);
  const gravatars = createGravatars({ baseUrl: served.url, report, timeoutMs, connect: publicConnector(HERE) });
  return { ...served, gravatars, requests, reported };
}

const leadTo =
  (location: string, status = 302) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { Location: location }).end('Over there');

describe('the Gravatar client', () => {
  it('fetches a picture by the SHA-256 of the trimmed, lower-case address', async () => {
    const { gravatars, requests, reported } = await asking((_request, response) => response.end('a picture'));
    expect(await gravatars.pictureOf(' ADA@example.org ')).toEqual({ kind: 'picture', bytes: new Uint8Array(Buffer.from('a picture')) });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET /avatar/${ADA_HASH}?s=1024&d=404`]);
    expect(requests[0]?.headers).not.toHaveProperty('cookie');
    expect(reported).toEqual([]);
  });

  it('sends requests below the path that the administrator configured', async () => {
    const { url, requests } = await asking((_request, response) => response.end('a picture'));
    const gravatars = createGravatars({ baseUrl: `${url}/libravatar`, report: () => {} });
    expect(await gravatars.pictureOf(ADA)).toMatchObject({ kind: 'picture' });
    expect(requests[0]?.url).toBe(`/libravatar/avatar/${ADA_HASH}?s=1024&d=404`);
  });

  it('reads 404 as “no picture”, whatever the body', async () => {
    const { gravatars, reported } = await asking((_request, response) => response.writeHead(404).end(Buffer.alloc(1_000_000)));
    expect(await gravatars.pictureOf(ADA)).toEqual({ kind: 'none' });
    expect(reported).toEqual([]);
  });

  it.each([200, 404])('follows a redirect within the service, to %i', async (status) => {
    const { gravatars, requests } = await asking((request, response) => {
      const left = MAX_GRAVATAR_REDIRECTS - requests.length;
      if (left >= 0) leadTo(`/elsewhere/${left}`, 307)(request, response);
      else response.writeHead(status).end('a picture');
    });
    expect(await gravatars.pictureOf(ADA)).toMatchObject({ kind: status === 200 ? 'picture' : 'none' });
    expect(requests).toHaveLength(MAX_GRAVATAR_REDIRECTS + 1);
  });

  it('accepts a picture of exactly the maximum size, also without Content-Length', async () => {
    const { gravatars } = await asking((_request, response) => {
      response.write(Buffer.alloc(MAX_GRAVATAR_BYTES - 1));
      response.end('x');
    });
    const answer = await gravatars.pictureOf(ADA);
    expect(answer.kind === 'picture' && answer.bytes.byteLength).toBe(MAX_GRAVATAR_BYTES);
  });
});

describe('a failed Gravatar request is reported without the address or its hash, and does not throw,', () => {
  async function expectFailure({ gravatars, reported }: Awaited<ReturnType<typeof asking>>, why: RegExp): Promise<void> {
    expect(await gravatars.pictureOf(ADA)).toEqual({ kind: 'failed' });
    expect(reported).toHaveLength(1);
    const { message, cause } = reported[0] as Error & { cause: Error };
    const logged = `${message}: ${cause.message}`;
    expect(logged).toMatch(why);
    expect(logged).not.toContain(ADA);
    expect(logged).not.toContain(ADA_HASH);
  }

  it.each([500, 403, 204, 304])('when the status is %i', async (status) => {
    await expectFailure(await asking((_request, response) => response.writeHead(status).end()), new RegExp(`got ${status}`));
  });

  it('when the connection is refused', async () => {
    const it = await asking(() => {});
    await new Promise((closed) => it.server.close(closed));
    await expectFailure(it, /ECONNREFUSED/);
  });

  it('when the response is cut off', async () => {
    const breakOff = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('half', () => response.destroy());
    };
    await expectFailure(await asking(breakOff), /terminated|closed|aborted/);
  });

  it('when the service does not respond', async () => {
    await expectFailure(await asking(() => {}, 200), /timeout/);
  });

  it('when the response never ends', async () => {
    const dribble = (_request: IncomingMessage, response: ServerResponse) => {
      const timer = setInterval(() => response.write('.'), 5);
      response.once('close', () => clearInterval(timer));
    };
    await expectFailure(await asking(dribble, 200), /timeout/);
  });

  it('when the redirects together exceed the timeout', async () => {
    const wander = (request: IncomingMessage, response: ServerResponse) => {
      setTimeout(() => leadTo(`${request.url}0`)(request, response), 150);
    };
    await expectFailure(await asking(wander, 250), /timeout/);
  });

  it('when the picture is too large, before it is read to the end', async () => {
    let sent = 0;
    const flood = (_request: IncomingMessage, response: ServerResponse) => {
      const chunk = Buffer.alloc(64 * 1024);
      const pump = () => {
        while (!response.destroyed) {
          sent += chunk.byteLength;
          if (!response.write(chunk)) return response.once('drain', pump);
        }
      };
      pump();
    };
    await expectFailure(await asking(flood), /size/i);
    // Both ends buffer bytes that count as sent.
    expect(sent).toBeLessThan(4 * MAX_GRAVATAR_BYTES);
  });

  it('when redirects form a loop', async () => {
    const it = await asking((request, response) => leadTo(String(request.url))(request, response));
    await expectFailure(it, /at most 3 redirects/);
    expect(it.requests).toHaveLength(MAX_GRAVATAR_REDIRECTS + 1);
  });

  it.each(['file:///etc/passwd', 'ftp://pictures.example.org/ada', 'data:image/png;base64,AAAA', 'http://', ''])(
    'when the redirect target is “%s”',
    async (location) => {
      const it = await asking((_request, response) => response.writeHead(302, location ? { Location: location } : {}).end());
      await expectFailure(it, /Expected (?:a redirect to http or https|an address with status 302)/);
      expect(it.requests).toHaveLength(1);
    },
  );
});

describe('no redirect reaches a private address:', () => {
  it.each([
    // All on this machine, so that a bug here cannot send requests elsewhere. Other ranges: public-address.test.ts.
    'http://127.0.0.1:8080/admin',
    'http://127.1.2.3/latest/meta-data/',
    'http://[::ffff:127.0.0.1]/',
    'http://0x7f.1/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'https://[::1]/',
    'http://pictures.example.org/',
  ])('%s', async (location) => {
    const { gravatars, reported, requests } = await asking(leadTo(location));
    expect(await gravatars.pictureOf(ADA)).toEqual({ kind: 'failed' });
    expect(reported).toMatchObject([{ cause: { name: 'PrivateAddressError' } }]);
    expect(requests).toHaveLength(1);
  });

  it.each(['127.0.0.1', 'localhost', 'pictures.example.org'])('another service of this machine, as %s', async (host) => {
    let reached = 0;
    const victim = await serving((_request, response) => {
      reached += 1;
      response.end('secret');
    });
    const { gravatars, reported } = await asking(leadTo(`http://${host}:${victim.port}/`));
    expect(await gravatars.pictureOf(ADA)).toEqual({ kind: 'failed' });
    expect(reported).toMatchObject([{ cause: { name: 'PrivateAddressError' } }]);
    expect(reached).toBe(0);
  });

  it('the public service, if its name resolves to this machine', async () => {
    const reported: unknown[] = [];
    const gravatars = createGravatars({ baseUrl: undefined, report: (error) => reported.push(error), connect: publicConnector(HERE) });
    expect(await gravatars.pictureOf(ADA)).toEqual({ kind: 'failed' });
    expect(reported).toMatchObject([{ message: 'No picture from gravatar.com', cause: { name: 'PrivateAddressError' } }]);
  });
});

describe('a caller of the Gravatar client', () => {
  it('can abort the request, which is not reported as a failure', async () => {
    const gone = new AbortController();
    const { gravatars, reported, requests } = await asking(() => gone.abort());
    expect(await gravatars.pictureOf(ADA, gone.signal)).toEqual({ kind: 'failed' });
    expect(await gravatars.pictureOf(ADA, gone.signal)).toEqual({ kind: 'failed' });
    expect({ requests: requests.length, reported }).toEqual({ requests: 1, reported: [] });
  });

  it('gets the host name to show', () => {
    expect([undefined, 'https://libravatar.example.org:8443/base'].map(gravatarHost)).toEqual([
      'gravatar.com',
      'libravatar.example.org:8443',
    ]);
  });
});
