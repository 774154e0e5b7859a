import { formOf } from './form';
import { basicOf } from './zulip';

type Bytes = Uint8Array<ArrayBuffer>;

interface Sender {
  id: number;
  email: string;
  key: string;
  auth: { Authorization: string };
}

/** An upload through one API by a person who has a picture. Ulule has another call for the first one. */
export interface UploadRequest {
  api: string;
  method: string;
  path: (person: Sender) => string;
  headers: (person: Sender) => { Authorization: string };
  body: (image: Bytes) => FormData | Bytes;
}

const withKey = ({ auth }: Sender) => auth;

export const UPLOAD_REQUESTS = {
  native: {
    api: 'PUT /api/me/avatar',
    method: 'PUT',
    path: () => '/api/me/avatar',
    headers: withKey,
    body: (image) => formOf({ image }),
  },
  myCargoExtra: {
    api: 'PATCH /api/v1/user/avatar',
    method: 'PATCH',
    path: () => '/api/v1/user/avatar',
    headers: withKey,
    body: (avatar) => formOf({ avatar }),
  },
  cloudreve: {
    api: 'PUT /api/v4/user/setting/avatar',
    method: 'PUT',
    path: () => '/api/v4/user/setting/avatar',
    headers: withKey,
    body: (image) => image,
  },
  ulule: {
    api: 'PATCH /v1/avatars/:id',
    method: 'PATCH',
    path: ({ id }) => `/v1/avatars/${id}`,
    headers: withKey,
    body: (image) => formOf({ image }),
  },
  zulip: {
    api: 'POST /api/v1/users/me/avatar',
    method: 'POST',
    path: () => '/api/v1/users/me/avatar',
    headers: ({ email, key }) => basicOf(`${email}:${key}`),
    body: (file) => formOf({ file }),
  },
} as const satisfies Record<string, UploadRequest>;
