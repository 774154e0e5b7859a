import { expect, it } from 'vitest';
import { fakeWeb, verdictOf } from '@/testing/in-process/web';
import { createIdentity, type Identity, NONCE_HEADER } from '../identity';
import type { WebFailure } from '../web';
import { baseUrlCheck, isLoopback } from './base-url';

const HTTPS = 'https://pictures.example.org';
const SECRET = 'a secret of the tests, long enough';
const REACH_ADVICE =
  'Set BASE_URL to the address that people open, and let its proxy pass requests on to this server. Some routers do not pass on connections from inside: then open BASE_URL/api/health/live from another network.';

/** The answer of a server with this secret. */
const serverWith = (secret: string) =>
  fakeWeb(({ headers }) => ({ headers: { 'x-doctor-proof': createIdentity(secret).proofOf(headers?.[NONCE_HEADER] ?? '') ?? '' } }));

const found = (web = serverWith(SECRET), baseUrl = HTTPS, identity: Identity | null = createIdentity(SECRET)) =>
  verdictOf(baseUrlCheck({ baseUrl, web, identity }));

it('an encrypted address that leads to this installation is fine', async () => {
  const web = serverWith(SECRET);
  expect(await found(web)).toMatchObject({
    level: 'ok',
    detail: 'BASE_URL is encrypted. BASE_URL leads to this server, as seen from this machine.',
  });
  expect(web.asked).toEqual([{ path: '/api/health/live', headers: { 'x-doctor-nonce': expect.stringMatching(/^[0-9a-f]{32}$/) } }]);
});

it('an address of this machine, or without encryption, is a warning', async () => {
  expect(await found(undefined, 'http://localhost:3000')).toEqual({
    level: 'warning',
    detail: 'BASE_URL is an address of this machine alone: others cannot open it.',
    advice: 'Set BASE_URL to the public address, such as https://pictures.example.org.',
  });
  expect(await found(undefined, 'http://pictures.example.org')).toEqual({
    level: 'warning',
    detail: 'BASE_URL begins with http: passwords and cookies are sent without encryption.',
    advice: 'Put a proxy with a TLS certificate in front (docs/deploy.md), and set BASE_URL to its https address.',
  });
});

it('names and addresses of the machine itself are loopback', () => {
  const hosts = ['localhost', 'app.localhost', '127.8.0.1', '[::1]', '10.0.0.1', 'localhost.example.org', '127.example.org'];
  expect(hosts.map((host) => isLoopback(new URL(`http://${host}`)))).toEqual([true, true, true, true, false, false, false]);
});

it('another server at the address is a problem, whatever it answers', async () => {
  const another = { level: 'problem', detail: 'Another server answers at BASE_URL, or one with another SECRET.', advice: REACH_ADVICE };
  expect(await found(serverWith('the secret of another installation'))).toEqual(another);
  expect(await found(fakeWeb(() => ({})))).toEqual(another);
  expect(await found(fakeWeb(() => ({ headers: { 'x-doctor-proof': 'null' } })))).toEqual(another);
});

it('a nonce is used once, so that an old answer proves nothing', async () => {
  let recorded: Record<string, string> | undefined;
  const identity = createIdentity(SECRET);
  const replaying = fakeWeb(({ headers }) => {
    recorded ??= { 'x-doctor-proof': identity.proofOf(headers?.[NONCE_HEADER] ?? '') ?? '' };
    return { headers: recorded };
  });
  expect((await found(replaying)).level).toBe('ok');
  expect((await found(replaying)).level).toBe('problem');
});

it.each<[number, string, string]>([
  [301, 'BASE_URL is answered with a redirect.', 'Set BASE_URL to the address that it redirects to, with https if that is the difference.'],
  [
    502,
    'The proxy at BASE_URL does not reach this server (status 502).',
    'Correct the address of this server in the settings of the proxy.',
  ],
  [404, 'BASE_URL is answered with status 404, not by this server.', REACH_ADVICE],
])('an answer with status %i is a problem', async (status, detail, advice) => {
  expect(await found(fakeWeb(() => ({ status, headers: { location: 'https://elsewhere.example' } })))).toEqual({
    level: 'problem',
    detail,
    advice,
  });
});

it.each<[WebFailure, string]>([
  ['unknown_host', 'BASE_URL has a host name that does not resolve.'],
  ['refused', 'BASE_URL is not answered: the connection is refused.'],
  ['certificate', 'BASE_URL has a TLS certificate that is not valid for it.'],
  ['timeout', 'BASE_URL is not answered in time.'],
  ['closed', 'BASE_URL is not answered: the connection is closed without a response.'],
  ['failed', 'BASE_URL is not answered.'],
])('no answer (%s) is a problem', async (reason, detail) => {
  expect(await found(fakeWeb(() => reason))).toEqual({ level: 'problem', detail, advice: REACH_ADVICE });
});

it('both a missing encryption and a missing answer are told, the problem first', async () => {
  const { level, detail } = await found(
    fakeWeb(() => 'refused'),
    'http://pictures.example.org',
  );
  expect({ level, detail }).toEqual({
    level: 'problem',
    detail:
      'BASE_URL is not answered: the connection is refused. BASE_URL begins with http: passwords and cookies are sent without encryption.',
  });
});

it('before the first start the server that answers is not known', async () => {
  const web = serverWith(SECRET);
  expect(await found(web, HTTPS, null)).toMatchObject({ level: 'warning', advice: 'Start the server once, then check again.' });
  expect(web.asked).toEqual([{ path: '/api/health/live', headers: undefined }]);
});
