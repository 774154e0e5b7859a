import { basicAuth } from '../app';
import { CLOUDREVE, MY_CARGO_EXTRA, NATIVE, ULULE, unsignedToken, type World, ZULIP, ZULIP_SESSION } from './authorization';
import { ACCOUNT_ROWS } from './authorization-account-rows';
import { FORM_ROWS } from './authorization-form-rows';
import { MODERATION_ROWS } from './authorization-moderation-rows';
import { REGISTRATION_ROWS } from './authorization-registration-rows';
import { type Attempt, fromOurPages, type Row, withTheirId } from './authorization-row';
import { tiny } from './pictures';
import { enveloped, failure, formOf, problem, ululeError, zulipError } from './wire';

export const denied = (status: number) => ululeError(status, 'PermissionError', []);
const picture = () => tiny('png', [0, 255, 0]);
const pictureIn = async (field: string) => formOf({ [field]: await picture() });
const json = (body: object) => JSON.stringify(body);
const urlencoded = (fields: Record<string, string>) => new URLSearchParams(fields);

const asAttacker = { authorize: ({ attacker }: World) => attacker.auth };
const asZulipAttacker = { authorize: ({ attacker }: World) => attacker.basic };

/** Their tag in If-Match, so that a change could only be meant for them. */
const withTheirTag = (world: World): Attempt[] => [
  ...withTheirId(asAttacker)(world),
  {
    by: 'the attacker, with the tag of the victim’s picture',
    headers: { ...world.attacker.auth, 'If-Match': `"a${world.victim.id}v3"` },
    words: problem(412, 'precondition_failed'),
  },
];

/** The same where allowed calls fail, since Gravatar cannot be reached. */
const withoutGravatar = (world: World): Attempt[] =>
  withTheirTag(world).map((attempt) => ({ words: problem(502, 'gravatar_unavailable'), ...attempt }));

const AVATAR = ['/user/setting/avatar', '/api/v4/user/setting/avatar'];
const TOKEN = ['/session/token', '/api/v4/session/token'];
const WRONG_PASSWORD = 'not their password';

/** Secrets of the victim that are no refresh tokens of Cloudreve. */
const noRefreshTokens = (world: World, msg: string): Attempt[] =>
  Object.entries({
    'a refresh token of another API': world.ulule.refresh,
    'an access token': world.cloudreve.access,
    'an API key': world.victim.key,
    'a refresh token of a sign-in that has ended': world.ended.refresh,
    'an unsigned token': unsignedToken(world),
  }).map(([by, refresh_token]) => ({ by, body: json({ refresh_token }), words: enveloped(failure(40020, msg)) }));

/** Every call that changes something. */
export const ROWS: Row[] = [
  ...ACCOUNT_ROWS,
  ...REGISTRATION_ROWS,
  ...MODERATION_ROWS,
  ...FORM_ROWS,
  // native
  { route: 'PUT /api/me/avatar', vocabulary: NATIVE, body: picture, attempts: withTheirTag },
  { route: 'PATCH /api/me/avatar', vocabulary: NATIVE, body: () => json({ alt: 'Taken over' }), attempts: withTheirTag },
  { route: 'DELETE /api/me/avatar', vocabulary: NATIVE, attempts: withTheirTag },
  { route: 'POST /api/me/avatar/gravatar', vocabulary: NATIVE, attempts: withoutGravatar },
  { route: 'PUT /api/me/avatar/gravatar', vocabulary: NATIVE, attempts: withoutGravatar },
  // This app fetches no pictures.
  { route: 'POST /api/me/avatar/fetch', body: () => json({ url: 'https://example.org/a.png' }), attempts: withTheirId(asAttacker) },
  // Only a store takes uploads, and this app has none.
  { route: 'POST /api/me/avatar/uploads', body: () => json({ bytes: 5 }), attempts: withTheirId(asAttacker) },
  { route: 'POST /api/me/avatar/framing', vocabulary: NATIVE, body: picture, attempts: withTheirId(asAttacker) },
  { route: 'POST /api/me/avatar/preview', vocabulary: NATIVE, body: picture, attempts: withTheirId(asAttacker) },
  ...[
    { route: 'POST /api/me/avatars/:id/restore', end: '/restore' },
    { route: 'PATCH /api/me/avatars/:id', end: '', body: () => json({ alt: 'Taken over' }) },
    { route: 'DELETE /api/me/avatars/:id', end: '' },
  ].map(
    ({ end, ...row }): Row => ({
      ...row,
      vocabulary: NATIVE,
      paths: ({ earlierVersionId }) => [`/api/me/avatars/${earlierVersionId}${end}`],
      attempts: ({ attacker }) => [
        { by: 'the attacker, the victim’s version', headers: attacker.auth, words: problem(404, 'not_found') },
        { by: 'the attacker, their own tag', headers: { ...attacker.auth, 'If-Match': '*' }, words: problem(404, 'not_found') },
      ],
    }),
  ),
  {
    route: 'PATCH /api/policy',
    vocabulary: NATIVE,
    // The call takes service keys with another scope.
    except: { serviceKey: problem(403, 'forbidden') },
    body: () => json({ avatarChangesDisabled: true }),
    attempts: (world) => [
      { by: 'a member’s key', headers: world.attacker.auth, words: problem(403, 'forbidden') },
      { by: 'a member’s session', headers: fromOurPages.authorize(world), words: problem(403, 'forbidden') },
    ],
  },
  // MyCargoExtra
  {
    route: 'PATCH /api/v1/user/avatar',
    vocabulary: MY_CARGO_EXTRA,
    body: () => pictureIn('avatar'),
    attempts: withTheirId(asAttacker),
  },
  // Cloudreve
  { route: 'PUT /user/setting/avatar', vocabulary: CLOUDREVE, paths: () => AVATAR, body: picture, attempts: withTheirId(asAttacker) },
  {
    route: 'POST /session/token',
    paths: () => TOKEN,
    attempts: ({ victim: { email } }) => [
      {
        by: 'a wrong password',
        body: json({ email, password: WRONG_PASSWORD }),
        words: enveloped(failure(40080, 'Incorrect password or email address')),
      },
    ],
  },
  {
    route: 'POST /session/token/refresh',
    paths: () => TOKEN.map((path) => `${path}/refresh`),
    attempts: (world) => noRefreshTokens(world, 'Failed to issue token pair'),
  },
  { route: 'DELETE /session/token', paths: () => TOKEN, attempts: (world) => noRefreshTokens(world, 'Failed to parse token') },
  // Ulule
  {
    route: 'POST /v1/users/:id/avatars',
    api: 'ulule',
    vocabulary: ULULE,
    paths: ({ victim }) => [`/v1/users/${victim.id}/avatars`],
    body: () => pictureIn('image'),
    // The avatar that exists already is checked before the scopes of the key.
    except: {
      theirReadOnlyKey: ululeError(400, 'ValueError', ['image']),
    },
    attempts: ({ attacker }) => [{ by: 'the attacker, the victim’s id', headers: attacker.auth, words: denied(403) }],
  },
  ...['PATCH', 'DELETE'].map(
    (method): Row => ({
      route: `${method} /v1/avatars/:id`,
      api: 'ulule',
      vocabulary: ULULE,
      paths: ({ victim }) => [`/v1/avatars/${victim.id}`],
      ...(method === 'PATCH' && { body: () => pictureIn('image') }),
      attempts: ({ attacker }) => [{ by: 'the attacker, the victim’s id', headers: attacker.auth, words: denied(403) }],
    }),
  ),
  {
    route: 'POST /oauth2/token',
    paths: () => ['/oauth2/token/'],
    attempts: (world) => [
      {
        by: 'a wrong password',
        body: urlencoded({ grant_type: 'password', username: world.victim.email, password: WRONG_PASSWORD }),
        words: denied(401),
      },
      ...[world.cloudreve.refresh, world.ulule.access, world.victim.key, unsignedToken(world)].map((refresh_token) => ({
        by: 'a secret that is no refresh token of this API',
        body: urlencoded({ grant_type: 'refresh_token', refresh_token }),
        words: denied(401),
      })),
    ],
  },
  // Zulip
  {
    route: 'POST /api/v1/users/me/avatar',
    api: 'zulip',
    vocabulary: ZULIP,
    body: () => pictureIn('file'),
    attempts: withTheirId(asZulipAttacker),
  },
  { route: 'DELETE /api/v1/users/me/avatar', api: 'zulip', vocabulary: ZULIP, attempts: withTheirId(asZulipAttacker) },
  { route: 'POST /json/users/me/avatar', vocabulary: ZULIP_SESSION, body: () => pictureIn('file'), attempts: withTheirId(fromOurPages) },
  { route: 'DELETE /json/users/me/avatar', vocabulary: ZULIP_SESSION, attempts: withTheirId(fromOurPages) },
  {
    route: 'POST /api/v1/users/me/api_key/regenerate',
    api: 'zulip',
    vocabulary: ZULIP,
    attempts: ({ victim, spareKeyId }) => [
      { by: 'the number of a key', headers: basicAuth(victim.email, String(spareKeyId)), words: ZULIP.otherwise },
    ],
  },
  // This one only reads.
  { route: 'POST /api/v1/register', api: 'zulip', vocabulary: ZULIP, except: { theirReadOnlyKey: null } },
  {
    route: 'POST /api/v1/fetch_api_key',
    attempts: ({ victim }) =>
      [WRONG_PASSWORD, victim.key].map((password) => ({
        by: 'a secret that is not their password',
        body: urlencoded({ username: victim.email, password }),
        words: zulipError('Your username or password is incorrect', 'AUTHENTICATION_FAILED', 401),
      })),
  },
];
