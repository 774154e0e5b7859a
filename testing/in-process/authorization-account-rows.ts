import { bearer } from '../app';
import { NATIVE, type World } from './authorization';
import { type Attempt, fromOurPages, type Row, withTheirId } from './authorization-row';
import { problem } from './wire';

const json = (body: object) => JSON.stringify(body);
const urlencoded = (fields: Record<string, string>) => new URLSearchParams(fields);
const WRONG_PASSWORD = 'not their password';

/** Credentials of the victim that do not suffice to change the account. */
const withKeysOfTheirs = ({ victim, cloudreve }: World): Attempt[] => [
  { by: 'a key of the victim', headers: victim.auth, words: problem(403, 'forbidden') },
  { by: 'a token of the victim', headers: bearer(cloudreve.access), words: problem(403, 'forbidden') },
];

/** The victim is an administrator, the attacker is none. */
const people =
  (path: string) =>
  ({ victim, attacker }: World) =>
    [victim, attacker].map(({ id }) => `/api/people/${id}${path}`);

/** For calls of administrators in person. */
const byOthers = (world: World): Attempt[] => [
  ...withKeysOfTheirs(world),
  { by: 'a member', headers: world.attacker.session, words: problem(403, 'forbidden') },
  { by: 'a member with their password', headers: world.attacker.passwordAuth, words: problem(403, 'forbidden') },
];

const theirIdentity = ({ identityId }: World) => [`/api/me/identities/${identityId}`];

const theirAddress = ({ addressId }: World) => [`/api/me/addresses/${addressId}`];

/** Every call that changes an account, its keys or its sign-ins. */
export const ACCOUNT_ROWS: Row[] = [
  ...[
    { route: 'PATCH /api/me', body: () => json({ name: 'Eve' }) },
    { route: 'PUT /api/me/password', body: () => json({ currentPassword: WRONG_PASSWORD, newPassword: 'another password' }) },
    { route: 'POST /api/me/addresses', body: () => json({ email: 'eve@example.org' }) },
    { route: 'PATCH /api/me/addresses/:id', paths: theirAddress, body: () => json({ primary: true }) },
    { route: 'DELETE /api/me/addresses/:id', paths: theirAddress },
    { route: 'DELETE /api/me', body: () => json({ password: WRONG_PASSWORD, now: true }) },
    { route: 'DELETE /api/me/deletion' },
    { route: 'DELETE /api/me/identities/:id', paths: theirIdentity },
    { route: 'DELETE /api/me/sessions' },
    { route: 'DELETE /api/me/sessions/:id', paths: ({ victim }: World) => [`/api/me/sessions/${victim.sessionId}`] },
  ].map((row) => ({ ...row, vocabulary: NATIVE, attempts: withKeysOfTheirs })),
  ...[{ route: 'PATCH /api/me/addresses/:id', body: () => json({ hashLookup: false }) }, { route: 'DELETE /api/me/addresses/:id' }].map(
    (row): Row => ({
      ...row,
      paths: theirAddress,
      attempts: ({ attacker }) => [
        { by: 'the attacker, the victim’s address', headers: attacker.session, words: problem(404, 'not_found') },
      ],
    }),
  ),
  {
    route: 'DELETE /api/me/identities/:id',
    paths: theirIdentity,
    attempts: ({ attacker }) => [
      { by: 'the attacker, the victim’s identity', headers: attacker.session, words: problem(404, 'not_found') },
    ],
  },
  {
    route: 'DELETE /api/me/sessions/:id',
    paths: ({ victim }) => [`/api/me/sessions/${victim.sessionId}`],
    attempts: ({ attacker }) => [{ by: 'the attacker, the victim’s session', headers: attacker.session, words: problem(404, 'not_found') }],
  },
  {
    route: 'DELETE /api/me',
    body: () => json({ password: WRONG_PASSWORD, now: true }),
    attempts: ({ victim }) => [
      { by: 'a copied cookie without the password', headers: victim.session, words: problem(400, 'invalid_request') },
    ],
  },
  {
    route: 'PUT /api/me/password',
    body: () => json({ currentPassword: WRONG_PASSWORD, newPassword: 'another password' }),
    attempts: ({ victim }) => [
      { by: 'a copied cookie without the password', headers: victim.session, words: problem(400, 'invalid_request') },
    ],
  },
  {
    route: 'POST /api/doctor/upload',
    attempts: ({ attacker, victim }) => [
      { by: 'a stranger', words: problem(403, 'forbidden') },
      { by: 'the attacker', headers: attacker.session, words: problem(403, 'forbidden') },
      { by: 'a key of the administrator', headers: victim.auth, words: problem(403, 'forbidden') },
    ],
  },
  { route: 'POST /api/keys', vocabulary: NATIVE, body: () => json({ label: 'taken' }), attempts: withTheirId(fromOurPages) },
  {
    route: 'DELETE /api/keys/:id',
    vocabulary: NATIVE,
    paths: ({ spareKeyId }) => [`/api/keys/${spareKeyId}`],
    attempts: (world) => [
      { by: 'the attacker, the victim’s key', headers: fromOurPages.authorize(world), words: problem(404, 'not_found') },
      { by: 'a key of the victim', headers: world.victim.auth, words: problem(403, 'forbidden') },
    ],
  },
  ...[
    { route: 'PATCH /api/people/:id', path: '', body: () => json({ role: 'admin' }) },
    { route: 'POST /api/people/:id/password-reset', path: '/password-reset' },
    { route: 'DELETE /api/people/:id/sessions', path: '/sessions' },
    { route: 'DELETE /api/people/:id/keys/:keyId', path: '/keys/1' },
  ].map(({ path, ...row }) => ({
    ...row,
    vocabulary: NATIVE,
    paths: people(path),
    attempts: byOthers,
  })),
  {
    route: 'DELETE /api/people/:id',
    vocabulary: NATIVE,
    paths: people(''),
    body: () => json({ confirm: 'eve@example.org', password: WRONG_PASSWORD }),
    attempts: (world) => {
      const { victim, attacker } = world;
      const owned = [victim, attacker].flatMap(({ email }) => [victim, attacker].map(({ password }) => json({ confirm: email, password })));
      return owned.flatMap((body) => byOthers(world).map((attempt) => ({ ...attempt, body })));
    },
  },
  {
    route: 'POST /api/accounts',
    attempts: ({ victim: { email } }) =>
      [email, ` ${email.toUpperCase()}`].map((address) => ({
        by: `the address ${address}`,
        body: json({ email: address, name: 'Eve', password: 'another password' }),
        words: problem(409, 'email_taken'),
      })),
  },
  {
    route: 'POST /api/password-resets',
    attempts: ({ victim: { email, session } }) => [
      { by: 'the attacker, who reads no mail of the victim', body: json({ email }) },
      {
        by: 'the victim’s browser, from another site',
        headers: { ...session, Origin: 'https://evil.example' },
        body: json({ email }),
        words: problem(403, 'cross_origin'),
      },
    ],
  },
  {
    route: 'POST /api/addresses/verify',
    attempts: ({ victim: { session } }) => [
      {
        by: 'a guessed token, and a copied cookie',
        headers: session,
        body: json({ token: 'A'.repeat(43) }),
        words: problem(410, 'link_expired'),
      },
      {
        by: 'the victim’s browser, from another site',
        headers: { ...session, Origin: 'https://evil.example' },
        body: json({ token: 'A'.repeat(43) }),
        words: problem(403, 'cross_origin'),
      },
    ],
  },
  {
    route: 'POST /api/password-resets/confirm',
    attempts: ({ victim: { session } }) =>
      ['', 'A'.repeat(43)].map((token) => ({
        by: `a guessed token of ${token.length} characters, and a copied cookie`,
        headers: session,
        body: json({ token, newPassword: 'another password' }),
        words: problem(410, 'link_expired'),
      })),
  },
  {
    route: 'POST /api/auth/signin/oidc',
    attempts: ({ victim: { session } }) => [
      {
        by: 'the victim’s session, without a provider',
        headers: session,
        body: urlencoded({ intent: 'connect' }),
        words: problem(404, 'not_found'),
      },
    ],
  },
  ...['/api/auth/callback/credentials', '/api/auth/signout'].map((path) => ({
    route: `POST ${path}`,
    paths: () => [path, '/api/auth/session'],
    attempts: ({ victim: { email, session } }: World) => [
      { by: 'a wrong password, without the token of the form', body: urlencoded({ email, password: WRONG_PASSWORD, json: 'true' }) },
      {
        by: 'the victim’s session, from another site',
        headers: { ...session, Origin: 'https://evil.example' },
        body: urlencoded({ json: 'true' }),
      },
    ],
  })),
];
