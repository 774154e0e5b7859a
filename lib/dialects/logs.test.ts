import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '@/lib/routes';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { addresses } from '@/testing/in-process/addresses';
import { tiny } from '@/testing/in-process/pictures';
import { UPLOADS } from '@/testing/in-process/uploads';

const FILE_NAME = 'passport-of-ada.png';
const ID = '[0-9a-f-]{36}';

/** Entries with their errors as text, as pino writes them. */
function written(app: TestApp): string {
  return JSON.stringify(app.logged, (_key, value) => (value instanceof Error ? `${value.stack} ${value.cause}` : value));
}

describe('the log', () => {
  let app: TestApp;
  let ada: TestPerson;
  beforeAll(async () => {
    app = await createTestApp();
    ada = await app.open({ email: 'ada.lovelace@example.org' });
  });

  it('has one line for each upload, with request id, dialect, person and outcome', async () => {
    for (const { send } of UPLOADS) {
      app.logged.length = 0;
      const response = await send(app, ada, await tiny('png', [1, 2, 3]));
      const [line, ...others] = app.logged;
      expect(others).toEqual([]);
      expect(line).toEqual({
        level: 'info',
        message: 'Request finished',
        fields: {
          requestId: response.headers.get('x-request-id'),
          dialect: expect.stringMatching(/^(?:native|mycargoextra|cloudreve|ulule|zulip)$/),
          userId: ada.id,
          method: expect.stringMatching(/^(?:PUT|PATCH|POST)$/),
          path: expect.stringMatching(/^\//),
          code: 'ok',
          ms: expect.any(Number),
          status: response.status,
        },
      });
      expect(line?.fields.requestId).toMatch(new RegExp(`^${ID}$`));
    }
  });

  it('has reads at the level debug, and refusals with their code', async () => {
    app.logged.length = 0;
    await app.ask('GET', '/api/me', { headers: ada.auth });
    await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: 'no picture' });
    await app.ask('GET', `/u/${ada.id}/avatar`, { headers: { 'If-None-Match': '*' } });
    expect(app.logged.map(({ level, fields }) => [level, fields.dialect, fields.userId, fields.code])).toEqual([
      ['debug', 'native', ada.id, 'ok'],
      ['info', 'native', ada.id, 'unsupported_format'],
      ['debug', 'delivery', undefined, 'not_modified'],
    ]);
  });

  it('has the request id of a proxy if it is valid, and a new one otherwise', async () => {
    const ids: (string | null)[] = [];
    for (const id of ['0af7651916cd43dd8448eb211c80319c', 'short', 'a"}\n{"level":60', 'x'.repeat(65)]) {
      const headers = { 'x-proxy-request-id': id.replace('\n', ' ') };
      ids.push((await app.ask('GET', '/api/limits', { headers })).headers.get('x-request-id'));
    }
    expect(ids[0]).toBe('0af7651916cd43dd8448eb211c80319c');
    for (const id of ids.slice(1)) expect(id).toMatch(new RegExp(`^${ID}$`));
    const given = await app.ask('GET', '/api/limits', { headers: { 'x-request-id': '0af7651916cd43dd8448eb211c80319c' } });
    expect(given.headers.get('x-request-id')).toMatch(new RegExp(`^${ID}$`));
  });

  it.each(addresses())('of requests to $path has no e-mail address, password, key, token, file name or description', async ({ path }) => {
    app.logged.length = 0;
    const { cloudreve } = { cloudreve: (await ada.signIn()).Authorization.replace('Bearer ', '') };
    const sent = [ada.email, ada.key, cloudreve, ada.password];
    const form = new FormData();
    for (const name of ['image', 'avatar', 'file']) form.append(name, new Blob(['not a picture']), FILE_NAME);
    form.append('email', ada.email);
    form.append('alt', 'a secret description');
    const fields = { email: ada.email, username: ada.email, password: ada.password, name: FILE_NAME, refresh_token: cloudreve, alt: sent };
    // Encoded once for all requests, which takes most of their time.
    const encoded = new Response(form);
    const headers = { ...ada.basic, 'content-type': encoded.headers.get('content-type') ?? '' };
    const bodies = [
      { headers, body: await encoded.arrayBuffer() },
      { headers: ada.basic, json: fields },
      { headers: ada.basic, body: new URLSearchParams({ ...fields, alt: ada.key }) },
    ];
    for (const value of path.includes(':') ? [String(ada.id), ada.email, ada.key, cloudreve] : ['']) {
      const target = `${path.replaceAll(/:\w+/g, encodeURIComponent(value))}?email=${ada.email}&key=${ada.key}&name=${FILE_NAME}`;
      for (const headers of [{}, ada.auth, ada.basic, ada.passwordAuth, ada.session, { Authorization: `Bearer ${cloudreve}x` }]) {
        await app.ask('GET', target, { headers });
      }
      for (const method of ['POST', 'PUT', 'PATCH']) {
        for (const options of bodies) await app.ask(method, target, options);
      }
    }
    const log = written(app);
    expect(log).toContain('"dialect"');
    expect([...sent, FILE_NAME, 'a secret description', encodeURIComponent(ada.email)].filter((secret) => log.includes(secret))).toEqual(
      [],
    );
  });
});

it('every dialect has its name in its routes, which the log and the metrics show', () => {
  for (const [name, { routes, catchAlls }] of Object.entries(ROUTES)) {
    const names = [...routes, ...catchAlls].flatMap((route) =>
      ['GET', 'POST', 'OPTIONS'].map((method) => route.endpointFor(method).dialect),
    );
    expect(new Set(names)).toEqual(new Set([name]));
  }
});
