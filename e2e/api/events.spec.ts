import { signIn } from '../client/cloudreve';
import { openEvents } from '../client/events';
import { openAccount, signInCookie } from '../client/people';
import { UPLOADS } from '../client/uploads';
import { picture, quartersOf } from '../pictures/quarters';
import { expect, test } from '../server/upload-fixtures';

test('an event stream arrives as it is written, and has the changes of every API', { tag: ['@main', '@server'] }, async ({ server }) => {
  const person = await openAccount(server.baseURL);
  const stream = await openEvents(server.port, { ...person.auth, 'Accept-Encoding': 'gzip, br' });
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'transfer-encoding': 'chunked',
  });
  expect(stream.headers).not.toHaveProperty('content-encoding');
  await expect.poll(stream.events).toEqual([{ type: 'connected', userId: person.id, version: 1, etag: `"a${person.id}v1"` }]);
  for (const [index, { api, send }] of UPLOADS.entries()) {
    await test.step(api, async () => {
      expect((await send(server.baseURL, person, await picture(quartersOf(index)))).ok).toBe(true);
      const current = await fetch(`${server.baseURL}/api/me/avatar`, { headers: person.auth });
      const version = Number(/v(\d+)/.exec(current.headers.get('etag') ?? '')?.[1]);
      await expect.poll(() => stream.events().at(-1)).toMatchObject({ type: 'picture-changed', version });
    });
  }
  stream.close();
});

test('a stream of a session cookie, an API key and an access token; none without credentials', async ({ server }) => {
  const person = await openAccount(server.baseURL);
  const { access } = await signIn(server, person);
  const ways = [{ Cookie: await signInCookie(server.baseURL, person) }, person.auth, { Authorization: `Bearer ${access}` }];
  for (const headers of ways) {
    const stream = await openEvents(server.port, headers);
    await expect.poll(() => stream.events().at(0)).toMatchObject({ type: 'connected' });
    stream.close();
  }
  await expect(openEvents(server.port, {})).rejects.toThrow('Expected 200, got 401');
});

test('a stream ends when its API key is revoked', { tag: ['@main', '@server'] }, async ({ server }) => {
  const { email, password } = await openAccount(server.baseURL);
  const basic = { Authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}` };
  const created = await fetch(`${server.baseURL}/api/keys`, { method: 'POST', headers: basic, body: '{"label":"stream"}' });
  const { id, key } = await created.json();
  const stream = await openEvents(server.port, { Authorization: `Bearer ${key}` });
  expect((await fetch(`${server.baseURL}/api/keys/${id}`, { method: 'DELETE', headers: basic })).status).toBe(204);
  await stream.ended;
});
