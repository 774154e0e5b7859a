import type { TestApp, TestPerson } from '../app';
import type { Bytes } from './pictures';
import { formOf } from './wire';

/** An upload through one API by a person who has a picture. Ulule has another call for the first one. */
export interface Upload {
  api: string;
  send(app: TestApp, person: TestPerson, image: Bytes): Promise<Response>;
}

export const native: Upload = {
  api: 'PUT /api/me/avatar',
  send: (app, { auth }, image) => app.ask('PUT', '/api/me/avatar', { headers: auth, body: formOf({ image }) }),
};

export const myCargoExtra: Upload = {
  api: 'PATCH /api/v1/user/avatar',
  send: (app, { auth }, avatar) => app.ask('PATCH', '/api/v1/user/avatar', { headers: auth, body: formOf({ avatar }) }),
};

export const cloudreve: Upload = {
  api: 'PUT /api/v4/user/setting/avatar',
  send: (app, { auth }, image) => app.ask('PUT', '/api/v4/user/setting/avatar', { headers: auth, body: image }),
};

export const ulule: Upload = {
  api: 'PATCH /v1/avatars/:id',
  send: (app, { id, auth }, image) => app.ask('PATCH', `/v1/avatars/${id}`, { headers: auth, body: formOf({ image }) }),
};

export const zulip: Upload = {
  api: 'POST /api/v1/users/me/avatar',
  send: (app, { basic }, file) => app.ask('POST', '/api/v1/users/me/avatar', { headers: basic, body: formOf({ file }) }),
};

export const UPLOADS: readonly Upload[] = [native, myCargoExtra, cloudreve, ulule, zulip];
