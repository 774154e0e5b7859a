import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { expect, it } from 'vitest';
import { MAX_GRAVATAR_BYTES } from '@/lib/avatars/limits';
import { serving } from '@/testing/http';
import { createProviderPictures } from './provider-pictures';
import { publicConnector } from './public-address';

/** Resolves every name to this machine, as an attacker's name server could. */
const HERE: LookupFunction = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

const PNG = { 'Content-Type': 'image/png' };

/** A provider on this machine with this handler, and a client for its pictures. */
async function asking(answer: (request: IncomingMessage, response: ServerResponse) => unknown, timeoutMs?: number) {
  const requests: IncomingMessage[] = [];
  const reported: unknown[] = [];
  const { url } = await serving((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const issuer = `${url}/realms/staff`;
  const pictureAt = createProviderPictures({ issuer, report: (error) => reported.push(error), timeoutMs, connect: publicConnector(HERE) });
  return { url, pictureAt, requests, reported };
}

type Asked = Awaited<ReturnType<typeof asking>>;

async function expectFailure({ pictureAt, reported }: Asked, address: string, why: RegExp) {
  expect(await pictureAt(address)).toEqual({ kind: 'failed' });
  expect(reported).toHaveLength(1);
  const { message, cause } = reported[0] as Error & { cause: Error };
  expect(`${message}: ${cause.name} ${cause.message}`).toMatch(why);
  expect(message).not.toContain(address);
}

it('a picture on the origin of the provider is fetched, without credentials', async () => {
  const { url, pictureAt, requests, reported } = await asking((_request, response) => response.writeHead(200, PNG).end('a picture'));
  expect(await pictureAt(`${url}/pictures/ada.png?v=1`)).toEqual({ kind: 'picture', bytes: new Uint8Array(Buffer.from('a picture')) });
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /pictures/ada.png?v=1']);
  expect(requests[0]?.headers).not.toHaveProperty('cookie');
  expect(requests[0]?.headers).not.toHaveProperty('authorization');
  expect(reported).toEqual([]);
});

it('a redirect within the provider is followed, and 404 is no picture', async () => {
  const { url, pictureAt } = await asking((request, response) =>
    request.url === '/ada' ? response.writeHead(302, { Location: '/none' }).end() : response.writeHead(404).end(),
  );
  expect(await pictureAt(`${url}/ada`)).toEqual({ kind: 'none' });
});

it.each([
  ['http://pictures.example.org/ada.png', /Expected an https address, got http:/],
  ['file:///etc/passwd', /Expected an https address, got file:/],
  ['data:image/png;base64,AAAA', /Expected an https address, got data:/],
  ['not an address', /Expected an address, got other text/],
  ['https://127.0.0.1/ada.png', /PrivateAddressError/],
  ['https://[::1]/ada.png', /PrivateAddressError/],
  ['https://10.0.0.1/ada.png', /PrivateAddressError/],
  ['https://169.254.169.254/latest/meta-data/', /PrivateAddressError/],
  ['https://pictures.example.org/ada.png', /PrivateAddressError/],
])('no request is sent to %s', async (address, why) => {
  const it = await asking(() => expect.unreachable());
  await expectFailure(it, address, why);
  expect(it.requests).toEqual([]);
});

it.each([
  ['https://pictures.example.org/', /PrivateAddressError/],
  ['http://127.0.0.1:1/', /Expected an https address/],
])('nor by a redirect of the provider to %s', async (location, why) => {
  const it = await asking((_request, response) => response.writeHead(302, { Location: location }).end());
  await expectFailure(it, `${it.url}/ada.png`, why);
  expect(it.requests).toHaveLength(1);
});

it.each([
  ['another status', (response: ServerResponse) => response.writeHead(500).end(), /got 500/],
  ['a page', (response: ServerResponse) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'), /got text\/html/],
  ['no type', (response: ServerResponse) => response.writeHead(200).end('x'), /got no type/],
  ['too many bytes', (response: ServerResponse) => response.writeHead(200, PNG).end(Buffer.alloc(MAX_GRAVATAR_BYTES + 1)), /size/i],
])('an answer with %s is none', async (_what, answer, why) => {
  const it = await asking((_request, response) => answer(response));
  await expectFailure(it, `${it.url}/ada.png`, why);
});

it('an answer that does not come is not waited for', async () => {
  const it = await asking(() => {}, 200);
  await expectFailure(it, `${it.url}/ada.png`, /timeout/);
});
