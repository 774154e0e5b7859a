import { form } from '../server/upload-fixtures';
import type { TestPerson } from './people';
import { basic } from './zulip';

type Image = Uint8Array<ArrayBuffer>;

/** An upload through one of the five APIs, by somebody who has a picture already: Ulule has another call for the first. */
export interface Upload {
  api: string;
  send(baseURL: string, person: TestPerson, image: Image): Promise<Response>;
}

export const native: Upload = {
  api: 'PUT /api/me/avatar',
  send: (baseURL, { auth }, image) => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: form({ image }) }),
};

export const myCargoExtra: Upload = {
  api: 'PATCH /api/v1/user/avatar',
  send: (baseURL, { auth }, avatar) => fetch(`${baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: auth, body: form({ avatar }) }),
};

export const cloudreve: Upload = {
  api: 'PUT /api/v4/user/setting/avatar',
  send: (baseURL, { auth }, image) => fetch(`${baseURL}/api/v4/user/setting/avatar`, { method: 'PUT', headers: auth, body: image }),
};

export const ulule: Upload = {
  api: 'PATCH /v1/avatars/:id',
  send: (baseURL, { id, auth }, image) => fetch(`${baseURL}/v1/avatars/${id}`, { method: 'PATCH', headers: auth, body: form({ image }) }),
};

export const zulip: Upload = {
  api: 'POST /api/v1/users/me/avatar',
  send: (baseURL, person, file) =>
    fetch(`${baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: form({ file }) }),
};

export const UPLOADS: readonly Upload[] = [native, myCargoExtra, cloudreve, ulule, zulip];

/** The words of one API for one failure: the whole answer, as tests compare it. */
export interface Words {
  status: number;
  body: unknown;
}
