import { emailProblem } from '@/lib/accounts/email';
import { MAX_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import type { TokenPair, TokenTerms } from '@/lib/accounts/tokens';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { type RequestBody, readJson } from '@/lib/http/body/body';
import { type Context, defineEndpoint, type WireErrors } from '@/lib/http/endpoint';
import { lengthOf } from '@/lib/text';
import { failure, success } from './envelope';
import { CREDENTIAL_INVALID, cloudreveErrors, credentialsRow, USER_BLOCKED, WRONG_PASSWORD } from './errors';
import { bindingError, cloudreve } from './parts';
import { ownUser } from './person';

/** One hour and two weeks, Cloudreve's defaults. */
const TERMS: TokenTerms = { issuer: 'cloudreve', accessSeconds: 3600, refreshSeconds: 1_209_600 };

/** Cloudreve's minimum, in characters. The maximum is that of our accounts, so that every password works. */
const MIN_PASSWORD_LENGTH = 4;

/** `POST /session/token`: signs in with a password. */
export const signIn = defineEndpoint({
  ...cloudreve,
  errors: {
    ...refusing(WRONG_PASSWORD, 'Incorrect password or email address'),
    account_disabled: failure(USER_BLOCKED, 'This account has been blocked'),
  },
  access: 'anyone',
  async parse(_request, { body }) {
    const { email, password } = await readObject(body);
    const address = emailField(email);
    const secret = textField(password, 'Password cannot be empty');
    if (lengthOf(secret) < MIN_PASSWORD_LENGTH) throw bindingError('Password too short');
    if (lengthOf(secret) > MAX_PASSWORD_LENGTH) throw bindingError('Password too long');
    return { email: address, password: secret };
  },
  async core({ email, password }, { signIn, services: { avatars, tokens } }) {
    const person = await signIn(email, password);
    if (!person) throw new AvatarError('invalid_credentials', 'Wrong e-mail address or password.');
    return { state: await avatars.stateOf(person.id), token: await tokens.issue(person, TERMS) };
  },
  present: ({ state, token }) => success({ user: ownUser(state), token: tokenPair(token) }),
});

/** `POST /session/token/refresh`: exchanges a refresh token, which is valid once, for the next pair. */
export const refreshTokens = defineEndpoint({
  ...cloudreve,
  errors: {
    ...refusing(CREDENTIAL_INVALID, 'Failed to issue token pair'),
    account_disabled: failure(CREDENTIAL_INVALID, 'Failed to issue token pair'),
  },
  access: 'anyone',
  parse: refreshToken,
  async core(token, { services: { tokens } }) {
    const pair = await tokens.refresh(token, TERMS);
    if (!pair) throw new AvatarError('invalid_credentials', 'Invalid or already used refresh token.');
    return pair;
  },
  present: (pair) => success(tokenPair(pair)),
});

/** `DELETE /session/token`: ends the session of the refresh token in the body. */
export const signOut = defineEndpoint({
  ...cloudreve,
  errors: refusing(CREDENTIAL_INVALID, 'Failed to parse token'),
  access: 'anyone',
  parse: refreshToken,
  async core(token, { services: { tokens } }) {
    if (await tokens.revoke(token, TERMS.issuer)) return;
    throw new AvatarError('invalid_credentials', 'Invalid or revoked refresh token.');
  },
  present: () => success(''),
});

/** `GET /session/prepare?email=`: the ways to sign in. The response does not depend on the address, so it does not reveal accounts. */
export const prepareSignIn = defineEndpoint({
  ...cloudreve,
  nodeAdapter: true,
  access: 'anyone',
  parse: (request) => emailField(new URL(request.url).searchParams.get('email')),
  core: () => ({ webauthn_enabled: false, password_enabled: true }),
  present: success,
});

function refusing(code: number, msg: string): WireErrors {
  return { ...cloudreveErrors, invalid_credentials: credentialsRow(failure(code, msg)) };
}

function tokenPair({ access, refresh, accessExpires, refreshExpires }: TokenPair) {
  return {
    access_token: access,
    refresh_token: refresh,
    access_expires: accessExpires.toISOString(),
    refresh_expires: refreshExpires.toISOString(),
  };
}

async function refreshToken(_request: Request, { body }: Context): Promise<string> {
  return textField((await readObject(body)).refresh_token, 'Parameter error');
}

/** The fields of a body before they are checked. */
interface SessionFields {
  email?: unknown;
  password?: unknown;
  refresh_token?: unknown;
}

/** @throws AvatarError invalid_request, truncated_body */
async function readObject(requestBody: RequestBody): Promise<SessionFields> {
  const body = await readJson(requestBody).catch((error) => {
    throw isAvatarError(error) && error.code === 'malformed_body' ? bindingError() : error;
  });
  if (typeof body !== 'object' || body === null) throw bindingError();
  return body;
}

function emailField(value: unknown): string {
  const email = textField(value, 'Email cannot be empty');
  if (emailProblem(email)) throw bindingError('Email format error');
  return email;
}

/** Cloudreve treats a missing field as an empty one. */
function textField(value: unknown, empty: string): string {
  if (value === undefined || value === null || value === '') throw bindingError(empty);
  if (typeof value !== 'string') throw bindingError();
  return value;
}
