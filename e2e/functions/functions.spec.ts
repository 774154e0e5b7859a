import { openEvents } from '../client/events';
import { sent } from '../client/request';
import { oldPicture } from '../pictures/one-colour';
import { CRON_SECRET } from '../server/functions';
import { startServer } from '../server/server';
import { expect, test } from '../server/upload-fixtures';

const CSP = /^default-src 'none'; script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self' 'nonce-/;

test('pages have their policies, with a nonce of their own that all of their scripts have', async ({ server }) => {
  const nonces = new Set<string>();
  for (const path of ['/', '/sign-in', '/sign-up', '/docs', '/docs/native']) {
    const { status, headers, text } = await sent(server, path);
    const policy = String(headers['content-security-policy']);
    expect({ path, status, policy }).toEqual({ path, status: 200, policy: expect.stringMatching(CSP) });
    expect(headers['permissions-policy']).toContain('camera=(self)');
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    nonces.add(nonce);
    const scripts = text.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
  }
  expect(nonces.size).toBe(5);
});

test('the image optimizer of Next.js is not to be had, however it is asked', async ({ server }) => {
  const query = `?w=3840&q=75&url=${encodeURIComponent('/static/images/unknown-user-avatar.png')}`;
  // Next.js leads the last two to the first.
  for (const path of ['/_next/image', '/%5Fnext/image', '/api/../_next/image', '//_next/image', '/_next//image'])
    expect({ path, status: (await fetch(server.baseURL + path + query)).status }).toEqual({ path, status: 404 });
});

test('a picture is kept in the store, and swept by the timer of the platform alone', async ({ server, owner }) => {
  const sweep = (secret: string) => sent(server, '/api/cron/sweep', 'GET', { Authorization: `Bearer ${secret}` });
  expect((await sweep('another secret of the platform')).status).toBe(401);
  const { url } = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
  const put = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await oldPicture() });
  expect(put.status).toBe(200);
  const { status, text } = await sweep(CRON_SECRET);
  expect([status, JSON.parse(text)]).toEqual([200, { ran: true, renditions: 0, originals: 0, failures: 0 }]);
  const current = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
  expect(current.url).not.toBe(url);
  expect((await fetch(current.url)).status).toBe(200);
});

test('paths with malformed escapes, and pages by another spelling, are refused', async ({ server }) => {
  const statuses = [];
  for (const path of ['/avatar/%zz', '/%E0%A4%A', '/sign-in%zz', '/settings/%70icture', '/%73ign-in'])
    statuses.push([path, (await sent(server, path)).status]);
  expect(statuses).toEqual([
    ['/avatar/%zz', 400],
    ['/%E0%A4%A', 400],
    ['/sign-in%zz', 400],
    ['/settings/%70icture', 404],
    ['/%73ign-in', 404],
  ]);
});

test('a stream of events tells the version and ends, and clients return half a minute later', async ({ server, owner }) => {
  const read = async (headers: Record<string, string> = {}) => {
    const stream = await openEvents(server.port, { ...owner.auth, ...headers });
    await stream.ended;
    return { retry: /^retry:(\d+)$/m.exec(stream.text())?.[1], events: stream.events() };
  };
  const etag = `"a${owner.id}v2"`;
  const event = { userId: owner.id, version: 2, etag };
  expect(await read()).toEqual({ retry: '30000', events: [{ type: 'connected', ...event }] });
  expect(await read({ 'Last-Event-ID': '1' })).toEqual({ retry: '30000', events: [{ type: 'picture-changed', ...event }] });
});

test('server.mjs does not start with the settings of functions, and says what helps', async () => {
  const server = await startServer({}, [process.execPath, 'server.mjs']);
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('FUNCTIONS is on, which is for `next start` without this process.');
});
