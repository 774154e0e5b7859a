import { describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { oldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { UPLOADS } from '@/testing/in-process/uploads';
import { formOf } from '@/testing/in-process/wire';

const app = await createTestApp();

const viaOf = async ({ auth }: TestPerson): Promise<string | null> =>
  (await (await app.ask('GET', '/api/me/avatars', { headers: auth })).json())[0].via;

describe('a kept picture says where it came from:', () => {
  it('the API that it was uploaded by', async () => {
    const vias: Record<string, string | null> = {};
    for (const upload of UPLOADS) {
      // Ulule has a call for the first picture, and one for the others.
      const person = await openOwner(app);
      expect((await upload.send(app, person, await tiny('png', [1, 2, 3]))).ok, upload.api).toBe(true);
      vias[upload.api] = await viaOf(person);
    }
    expect(Object.values(vias)).toEqual(['api', 'mycargoextra', 'cloudreve', 'ulule', 'zulip']);
  });

  it('the browser, and how it got the file, if the page says so', async () => {
    const person = await app.open();
    const put = async (fields: Record<string, string> = {}, headers: Record<string, string> = person.session) =>
      app.ask('PUT', '/api/me/avatar', { headers, body: formOf({ image: await oldPicture(), ...fields }) });
    await put();
    expect(await viaOf(person)).toBe('browser');
    for (const via of ['camera', 'web', 'drawing']) {
      expect((await put({ via })).status).toBe(200);
      expect(await viaOf(person)).toBe(via);
    }
    const unknown = await put({ via: 'zulip' });
    expect([unknown.status, (await unknown.json()).fields]).toEqual([400, { via: 'Expected one of camera, web, drawing.' }]);
    const key = await put({ via: 'camera' }, person.auth);
    expect([key.status, (await key.json()).fields]).toEqual([
      400,
      { via: 'Expected no via: only pages of this site, with the session of a browser, send it.' },
    ]);
    expect(await viaOf(person)).toBe('drawing');
  });

  it('Gravatar', async () => {
    const person = await app.open();
    app.gravatar.answer = { kind: 'picture', bytes: await tiny('png', [1, 2, 3], 40) };
    expect((await app.ask('PUT', '/api/me/avatar/gravatar', { headers: person.auth })).status).toBe(200);
    expect(await viaOf(person)).toBe('gravatar');
  });

  it('an administrator, or the service key of an organization', async () => {
    const person = await app.open();
    const { session } = app.admin();
    const path = `/api/people/${person.id}/avatar?reason=Welcome`;
    await app.ask('PUT', path, { headers: session, body: await oldPicture() });
    expect(await viaOf(person)).toBe('administrator');
    const json = { label: 'HR', scopes: ['avatar:write:any'] };
    const { key } = await (await app.ask('POST', '/api/service-keys', { headers: session, json })).json();
    await app.ask('PUT', path, { headers: { Authorization: `Bearer ${key}` }, body: await tiny('png', [9, 9, 9]) });
    expect(await viaOf(person)).toBe('organization');
  });

  it('the same after it was framed anew', async () => {
    const person = await app.open();
    await app.ask('PUT', '/api/me/avatar', { headers: person.session, body: formOf({ image: await oldPicture(), via: 'camera' }) });
    const json = { crop: { x: 0, y: 0, width: 4, height: 4 } };
    expect((await app.ask('PATCH', '/api/me/avatar', { headers: person.auth, json })).status).toBe(200);
    expect(await viaOf(person)).toBe('camera');
  });
});
