import type { TestApp, TestPerson } from '../app';
import { type Colour, tiny } from './pictures';
import { enveloped, failure, formOf, message, problem, ululeError, type Wire, zulipError } from './wire';

const BLUE: Colour = [20, 60, 220];

const NATIVE_DISABLED = problem(403, 'changes_disabled');
const CLOUDREVE_DISABLED = enveloped(failure(403, 'Changing profile pictures is disabled'));
export const ULULE_DISABLED = ululeError(403, 'PermissionError', []);
const ZULIP_DISABLED = zulipError('Avatar changes are disabled in this organization.', 'BAD_REQUEST');

/** The same error in the format of each API, in the order of `UPLOADS`. */
export const DISABLED: Wire[] = [NATIVE_DISABLED, message(403, 'Access denied'), CLOUDREVE_DISABLED, ULULE_DISABLED, ZULIP_DISABLED];
/** Every other call that changes a picture or previews a change. */
export const otherChanges = (
  app: TestApp,
  owner: TestPerson,
): { call: string; send: (versionId: number) => Promise<Response>; words: Wire }[] => [
  { call: 'DELETE /api/me/avatar', send: () => app.ask('DELETE', '/api/me/avatar', { headers: owner.auth }), words: NATIVE_DISABLED },
  {
    call: 'PATCH /api/me/avatar',
    send: () => app.ask('PATCH', '/api/me/avatar', { headers: owner.auth, body: '{"alt":"Me"}' }),
    words: NATIVE_DISABLED,
  },
  {
    call: 'PUT /api/me/avatar/gravatar',
    send: () => app.ask('PUT', '/api/me/avatar/gravatar', { headers: owner.auth }),
    words: NATIVE_DISABLED,
  },
  {
    call: 'POST /api/me/avatar/gravatar',
    send: () => app.ask('POST', '/api/me/avatar/gravatar', { headers: owner.auth }),
    words: NATIVE_DISABLED,
  },
  ...['/api/me/avatar/preview', '/api/me/avatar/framing'].map((path) => ({
    call: `POST ${path}`,
    send: async () => app.ask('POST', path, { headers: owner.auth, body: await tiny('png', BLUE) }),
    words: NATIVE_DISABLED,
  })),
  {
    call: 'POST /api/me/avatars/{id}/restore',
    send: (id) => app.ask('POST', `/api/me/avatars/${id}/restore`, { headers: owner.auth }),
    words: NATIVE_DISABLED,
  },
  {
    call: 'PATCH /api/me/avatars/{id}',
    send: (id) => app.ask('PATCH', `/api/me/avatars/${id}`, { headers: owner.auth, body: '{}' }),
    words: NATIVE_DISABLED,
  },
  {
    call: 'DELETE /api/me/avatars/{id}',
    send: (id) => app.ask('DELETE', `/api/me/avatars/${id}`, { headers: owner.auth }),
    words: NATIVE_DISABLED,
  },
  ...['/user/setting/avatar', '/api/v4/user/setting/avatar'].map((path) => ({
    call: `PUT ${path} without a body`,
    send: () => app.ask('PUT', path, { headers: owner.auth }),
    words: CLOUDREVE_DISABLED,
  })),
  ...['PATCH', 'DELETE'].map((method) => ({
    call: `${method} /v1/avatars/:id without an image`,
    send: () => app.ask(method, `/v1/avatars/${owner.id}`, { headers: owner.auth }),
    words: ULULE_DISABLED,
  })),
  {
    call: 'DELETE /api/v1/users/me/avatar',
    send: () => app.ask('DELETE', '/api/v1/users/me/avatar', { headers: owner.basic }),
    words: ZULIP_DISABLED,
  },
  {
    call: 'POST /api/v1/users/me/avatar with method=DELETE',
    send: () => app.ask('POST', '/api/v1/users/me/avatar', { headers: owner.basic, body: formOf({ method: 'DELETE' }) }),
    words: ZULIP_DISABLED,
  },
  ...['POST', 'DELETE'].map((method) => ({
    call: `${method} /json/users/me/avatar`,
    send: async () => {
      const body = method === 'POST' ? formOf({ file: await tiny('png', BLUE) }) : undefined;
      return app.ask(method, '/json/users/me/avatar', { headers: owner.session, body });
    },
    words: ZULIP_DISABLED,
  })),
];
