import { createHash, randomUUID } from 'node:crypto';
import type { TestPerson } from '../app';
import type { Cast, Sender } from './permission-cast';
import { tiny } from './pictures';
import type { AskOptions } from './request';
import { formOf } from './wire';

/** One request of the table. */
export interface Cell {
  cast: Cast;
  sender: Sender;
  /** The person whom it concerns. */
  target: TestPerson;
}

type Sent = Omit<AskOptions, 'headers'>;

const picture = () => tiny('png', [0, 200, 90]);
const pictureIn = (field: string) => async (): Promise<Sent> => ({ body: formOf({ [field]: await picture() }) });
const form = (fields: Record<string, string>): Sent => ({ body: new URLSearchParams(fields) });
const json = (value: unknown) => (): Sent => ({ json: value });
const REASON = 'A reason';
const PASSWORD = 'another password';

/** Valid requests, so that only the sender decides whether they are refused. */
export const REQUESTS: Record<string, (cell: Cell) => Promise<Sent> | Sent> = {
  'POST /api/accounts': () => ({ json: { email: `${randomUUID()}@example.org`, name: 'New', password: PASSWORD } }),
  'POST /api/setup': json({ code: 'x'.repeat(22) }),
  'POST /api/invites': json({}),
  'POST /api/me/addresses': ({ target }) => ({ json: { email: `${randomUUID()}@example.org`, password: target.password } }),
  'PATCH /api/me/addresses/:id': json({ hashLookup: true }),
  'POST /api/addresses/verify': json({ token: 'A'.repeat(43) }),
  'PATCH /api/me': json({ name: 'Another' }),
  'DELETE /api/me': ({ target }) => ({ json: { password: target.password } }),
  'PUT /api/me/avatar': async () => ({ body: await picture() }),
  'PATCH /api/me/avatar': json({ alt: 'Another' }),
  'POST /api/me/avatar/fetch': json({ url: 'https://example.org/picture.png' }),
  'PATCH /api/me/avatars/:id': json({ alt: 'Another' }),
  'POST /api/me/avatar/framing': async () => ({ body: await picture() }),
  'POST /api/me/avatar/preview': async () => ({ body: await picture() }),
  'POST /api/me/avatar/uploads': json({ bytes: 5 }),
  'PUT /api/me/password': ({ target }) => ({ json: { currentPassword: target.password, newPassword: PASSWORD } }),
  'POST /api/keys': json({}),
  'POST /api/password-resets': () => ({ json: { email: `${randomUUID()}@example.org` } }),
  'POST /api/password-resets/confirm': json({ token: 'A'.repeat(43), newPassword: PASSWORD }),
  'PUT /api/people/avatars': async ({ target }) => ({
    json: { person: target.id, reason: REASON, image: Buffer.from(await picture()).toString('base64') },
  }),
  'PUT /api/people/:id/avatar': async () => ({ body: formOf({ image: await picture(), reason: REASON }) }),
  'DELETE /api/people/:id/avatar': json({ reason: REASON }),
  'PATCH /api/people/:id': json({ disabled: true }),
  'DELETE /api/people/:id': ({ cast: { admin }, target }) => ({ json: { confirm: target.email, password: admin.password } }),
  'PATCH /api/policy': json({ maxAvatarBytes: 1_000_000 }),
  'POST /api/service-keys': json({ label: 'Another', scopes: ['people:read'] }),
  'POST /api/auth/callback/credentials': ({ target }) => form({ email: target.email, password: target.password, json: 'true' }),
  'POST /api/auth/signout': () => form({ json: 'true' }),
  'PATCH /api/v1/user/avatar': pictureIn('avatar'),
  'PUT /user/setting/avatar': async () => ({ body: await picture() }),
  'POST /session/token': ({ target: { email, password } }) => ({ json: { email, password } }),
  'DELETE /session/token': json({ refresh_token: 'x' }),
  'POST /session/token/refresh': json({ refresh_token: 'x' }),
  'POST /v1/users/:id/avatars': pictureIn('image'),
  'PATCH /v1/avatars/:id': pictureIn('image'),
  'POST /oauth2/token': ({ target: { email, password } }) => form({ grant_type: 'password', username: email, password }),
  'POST /api/v1/users/me/avatar': pictureIn('file'),
  'POST /json/users/me/avatar': pictureIn('file'),
  'POST /api/v1/fetch_api_key': ({ target: { email, password } }) => form({ username: email, password }),
};

/** The path of a call, with ids and keys of the target. */
export async function pathOf(call: string, { cast, target }: Cell): Promise<string> {
  const path = call.split(' ')[1] ?? '';
  const { app, inviteId, serviceKeys } = cast;
  const { accounts, moderation } = app.parts().services;
  const [versions, [address], [key], [identity]] = await Promise.all([
    app.records.history(target.id),
    accounts.addresses.list(target.id),
    accounts.keys.list(target.id),
    accounts.identities.list(target.id),
  ]);
  const hash = createHash('md5').update(target.email).digest('hex');
  const pictureKey = versions[0]?.key ?? '0'.repeat(40);
  const parts: Record<string, string | number | undefined> = {
    '/api/me/drawings/:style': '/api/me/drawings/shapes?seed=1&size=16',
    '/media/:key/:file': `/media/${pictureKey}/64.webp`,
    '/avatar/:who': `/avatar/${hash}`,
    '/avatar/:who/medium': `/avatar/${target.id}/medium`,
    '/user_avatars/:realm/:file': `/user_avatars/1/${pictureKey}.png`,
    '/user/avatar/:id': `/user/avatar/${target.hashid}`,
    '/user/info/:id': `/user/info/${target.hashid}`,
    '/api/me/addresses/:id': `/api/me/addresses/${address?.id ?? 1}`,
    '/api/me/identities/:id': `/api/me/identities/${identity?.id ?? 1}`,
    '/api/me/sessions/:id': `/api/me/sessions/${target.sessionId}`,
    '/api/me/avatars/:id': `/api/me/avatars/${versions.at(-1)?.id ?? 1}`,
    '/api/me/avatars/:id/original': `/api/me/avatars/${versions.at(-1)?.id ?? 1}/original`,
    '/api/me/avatars/:id/picture': `/api/me/avatars/${versions.at(-1)?.id ?? 1}/picture`,
    '/api/me/avatars/:id/restore': `/api/me/avatars/${versions.at(-1)?.id ?? 1}/restore`,
    '/api/keys/:id': `/api/keys/${key?.id ?? 1}`,
    '/api/invites/:id': `/api/invites/${inviteId}`,
    '/api/blocked-files/:id': `/api/blocked-files/${(await moderation.blockedFiles(1))[0]?.id ?? 1}`,
    '/api/service-keys/:id': `/api/service-keys/${serviceKeys['a service key that reads people']?.id}`,
    '/api/people/:id/keys/:keyId': `/api/people/${target.id}/keys/${key?.id ?? 1}`,
  };
  return String(parts[path] ?? path.replace(':id', String(target.id)));
}
