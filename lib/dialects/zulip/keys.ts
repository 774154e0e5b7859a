import { MAX_EMAIL_LENGTH, MAX_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import { type Accounts, SCOPES, type SignedIn } from '@/lib/accounts/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { defineEndpoint } from '@/lib/http/endpoint';
import { lengthOf } from '@/lib/text';
import { success } from './answers';
import { basicCredentials } from './credentials';
import { deactivated, fixed, missingParameter, zulipErrors } from './errors';
import { ignoredParameters, readForm } from './parameters';
import { apiCall, countedForAnyone } from './shared';

/** Label of the keys that clients fetch. The settings page shows it. */
const LABEL = 'Zulip';

/** Attempts to create a key. A concurrent request may take the slot that was freed. */
const ATTEMPTS = 3;

/** `POST /api/v1/fetch_api_key`: exchanges a password for an API key. */
export const fetchApiKey = defineEndpoint({
  ...countedForAnyone,
  errors: {
    ...zulipErrors,
    invalid_credentials: fixed(401, 'Your username or password is incorrect', 'AUTHENTICATION_FAILED'),
    account_disabled: deactivated,
  },
  async parse(request, { body }) {
    const fields = await readForm(body);
    const required = (name: string) => fields.get(name) ?? missingParameter(name);
    const [username, password] = [required('username'), required('password')];
    return { username, password, ignored: ignoredParameters(request, fields, ['username', 'password']) };
  },
  async core({ username, password, ignored }, { services, signIn }) {
    const bounded = username.length <= MAX_EMAIL_LENGTH && lengthOf(password) <= MAX_PASSWORD_LENGTH;
    const person = bounded ? await signIn(username, password) : null;
    if (!person) throw new AvatarError('invalid_credentials', 'Wrong e-mail address or password.');
    return { person, ignored, secret: await newKey(services.accounts, person) };
  },
  present: ({ person: { id, email }, secret, ignored }) => success({ api_key: secret, email, user_id: id }, ignored),
});

/**
 * `POST /api/v1/users/me/api_key/regenerate`: replaces the secret of the presented key and keeps its scopes. Read-only keys cannot do
 * this: a thief would lock out the owner's program and keep access.
 */
export const regenerateApiKey = defineEndpoint({
  ...apiCall,
  async parse(request, { principal, body }) {
    if (!principal.scopes.includes('avatar:write')) {
      throw new AvatarError('forbidden', 'This API key may only read. Expected the scope avatar:write.');
    }
    return { secret: presented(request), ignored: ignoredParameters(request, await readForm(body)) };
  },
  async core({ secret, ignored }, { services }) {
    const renewed = await services.accounts.keys.renew(secret);
    if (renewed === null) throw new AvatarError('invalid_credentials', 'This API key has been replaced already.');
    return { renewed, ignored };
  },
  present: ({ renewed, ignored }) => success({ api_key: renewed }, ignored),
});

function presented(request: Request): string {
  const credentials = basicCredentials(request);
  if (credentials.kind !== 'basic') throw new AvatarError('not_authenticated', 'Expected HTTP Basic authentication with an API key.');
  return credentials.secret;
}

/**
 * Creates a key for a client. Zulip returns the one key of the person again; here only hashes are stored, so each client gets a new key.
 * Devices must not revoke each other's keys. At the maximum number of keys, the oldest one with this label is revoked, since clients that
 * never sign out would fill the list.
 */
async function newKey({ keys }: Accounts, { id: userId, passwordVersion }: SignedIn): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await keys.create(userId, { label: LABEL, scopes: SCOPES, passwordVersion })).secret;
    } catch (error) {
      if (!isAvatarError(error) || error.code !== 'too_many_keys' || attempt === ATTEMPTS) throw error;
      const oldest = (await keys.list(userId)).findLast(({ label }) => label === LABEL);
      if (!oldest) throw error;
      await keys.revoke(userId, oldest.id).catch(alreadyGone);
    }
  }
}

function alreadyGone(error: unknown): void {
  if (!isAvatarError(error) || error.code !== 'not_found') throw error;
}
