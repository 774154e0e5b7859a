import { afterAll, beforeAll, expect, it } from 'vitest';
import { storageFull } from '@/lib/errors';
import { ASKED_METHOD_HEADER } from '@/lib/http/methods';
import { basicAuth, type InProcess, inProcess, PASSWORD } from '@/testing/in-process';
import { photo } from '@/testing/pictures';
import { ADDRESS } from '@/testing/requests';
import { cloudreveRoutes } from './cloudreve/routes';
import { gravatarRoutes } from './gravatar/routes';
import { nativeRoutes } from './native/routes';
import { ululeRoutes } from './ulule/routes';
import { zulipRoutes } from './zulip/routes';

let isFull = false;
let app: InProcess;
beforeAll(async () => {
  app = await inProcess({
    diskSpace: {
      async requireRoom() {
        if (isFull) throw storageFull();
      },
      async requireRoomToRemove() {},
    },
  });
});
afterAll(() => app.database.close());

const EMAIL = 'full@example.org';
const password = basicAuth(EMAIL, PASSWORD);

function request(method: string, headers: Record<string, string> = {}, body?: BodyInit): Request {
  return new Request(`${ADDRESS}/`, { method, headers, ...(body !== undefined && { body }) });
}

/** A person with a picture, made while there is room; what follows finds none. */
async function person() {
  isFull = false;
  const { id } = await app.open(`${crypto.randomUUID()}@example.org`);
  const email = (await app.records.personById(id))?.email ?? '';
  const secret = await app.key(id, ['avatar:read', 'avatar:write']);
  const [key, bearer] = [basicAuth(email, secret), { Authorization: `Bearer ${secret}` }];
  const upload = await app.ask(
    nativeRoutes.avatar.PUT,
    request('PUT', { ...key, 'Content-Type': 'image/jpeg' }, new Uint8Array(await photo(300, 300))),
  );
  expect(upload.status).toBe(200);
  isFull = true;
  return { id, key, bearer };
}

it('a picture can be removed while the disk is full, and not replaced', async () => {
  const removals = [
    [nativeRoutes.avatar.DELETE, 'bearer', 204],
    [zulipRoutes.avatar.DELETE, 'key', 200],
    [ululeRoutes.avatar.DELETE, 'bearer', 204],
  ] as const;
  for (const [endpoint, credentials, status] of removals) {
    const { id, ...headers } = await person();
    const params = { id: String(id) };
    expect((await app.ask(nativeRoutes.avatar.PUT, request('PUT', headers.key, 'x'))).status).toBe(507);
    expect((await app.ask(endpoint, request('DELETE', headers[credentials]), params)).status).toBe(status);
    expect(await app.records.stateOf(id)).toMatchObject({ source: 'none' });
  }
});

it('a key can be revoked while the disk is full, and none made', async () => {
  isFull = false;
  await app.open(EMAIL);
  const created = await (await app.ask(nativeRoutes.keys.POST, request('POST', password, '{}'))).json();
  isFull = true;
  expect((await app.ask(nativeRoutes.keys.POST, request('POST', password, '{}'))).status).toBe(507);
  expect((await app.ask(nativeRoutes.key.DELETE, request('DELETE', password), { id: String(created.id) })).status).toBe(204);
});

it('a Cloudreve session can be ended while the disk is full', async () => {
  isFull = false;
  const email = 'session@example.org';
  await app.open(email);
  const signIn = await app.ask(cloudreveRoutes.token.POST, request('POST', {}, JSON.stringify({ email, password: PASSWORD })));
  const { refresh_token } = (await signIn.json()).data.token;
  isFull = true;
  const body = JSON.stringify({ refresh_token });
  expect(await (await app.ask(cloudreveRoutes.token.DELETE, request('DELETE', {}, body))).json()).toMatchObject({ code: 0 });
  expect(await (await app.ask(cloudreveRoutes.refresh.POST, request('POST', {}, body))).json()).toMatchObject({ code: 50004 });
});

it('what Gravatar has can be looked at while the disk is full', async () => {
  const { key } = await person();
  const response = await app.ask(nativeRoutes.gravatar.POST, request('POST', key));
  expect(await response.json()).toMatchObject({ code: 'gravatar_not_found' });
});

it.each([
  ['OPTIONS', undefined, 200],
  ['OPTIONS', 'PROPFIND', 405],
  ['OPTIONS', 'QUERY', 405],
  ['POST', undefined, 405],
  ['DELETE', undefined, 405],
] as const)('%s (sent as %s) is answered while the disk is full', async (method, asked, status) => {
  isFull = true;
  const headers = asked ? { [ASKED_METHOD_HEADER]: asked } : undefined;
  expect((await app.ask(gravatarRoutes.hash[method], request(method, headers), { who: '0'.repeat(32) })).status).toBe(status);
});
