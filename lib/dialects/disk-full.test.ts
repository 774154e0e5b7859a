import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { photo } from '@/testing/pictures';

const app = await createTestApp();

/** A person with a picture. After its upload, the disk has room for removals only. */
async function person() {
  app.disk.room = 'any change';
  const ada = await app.open();
  const upload = await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: new Uint8Array(await photo(300, 300)) });
  expect(upload.status).toBe(200);
  app.disk.room = 'removals';
  return ada;
}

it('a picture can be removed while the disk is full, but not replaced', async () => {
  const removals = [
    [() => '/api/me/avatar', 'auth', 204],
    [() => '/api/v1/users/me/avatar', 'basic', 200],
    [(id: number) => `/v1/avatars/${id}`, 'auth', 204],
  ] as const;
  for (const [path, credentials, status] of removals) {
    const ada = await person();
    expect((await app.ask('PUT', '/api/me/avatar', { headers: ada.basic, body: 'x' })).status).toBe(507);
    expect((await app.ask('DELETE', path(ada.id), { headers: ada[credentials] })).status).toBe(status);
    expect(await app.records.stateOf(ada.id)).toMatchObject({ source: 'none' });
  }
});

it('a key can be revoked while the disk is full, but not created', async () => {
  app.disk.room = 'any change';
  const { passwordAuth: headers } = await app.open();
  const created = await (await app.ask('POST', '/api/keys', { headers, json: {} })).json();
  app.disk.room = 'removals';
  expect((await app.ask('POST', '/api/keys', { headers, json: {} })).status).toBe(507);
  expect((await app.ask('DELETE', `/api/keys/${created.id}`, { headers })).status).toBe(204);
});

it('a Cloudreve session can be ended while the disk is full', async () => {
  app.disk.room = 'any change';
  const { email, password } = await app.open();
  const signIn = await app.ask('POST', '/session/token', { json: { email, password } });
  const { refresh_token } = (await signIn.json()).data.token;
  app.disk.room = 'removals';
  expect(await (await app.ask('DELETE', '/session/token', { json: { refresh_token } })).json()).toMatchObject({ code: 0 });
  expect(await (await app.ask('POST', '/session/token/refresh', { json: { refresh_token } })).json()).toMatchObject({ code: 50004 });
});

it('the picture at Gravatar can be previewed while the disk is full', async () => {
  const { basic } = await person();
  const response = await app.ask('POST', '/api/me/avatar/gravatar', { headers: basic });
  expect(await response.json()).toMatchObject({ code: 'gravatar_not_found' });
});

it.each([
  ['OPTIONS', 200],
  ['PROPFIND', 405],
  ['QUERY', 405],
  ['POST', 405],
  ['DELETE', 405],
])('%s is served while the disk is full', async (method, status) => {
  app.disk.room = 'removals';
  expect((await app.ask(method, `/avatar/${'0'.repeat(32)}`)).status).toBe(status);
});
