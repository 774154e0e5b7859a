import { MAX_EMAIL_LENGTH, MAX_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import type { TokenPair, TokenTerms } from '@/lib/accounts/tokens';
import { AvatarError } from '@/lib/errors';
import { isUrlencoded, readUrlencoded } from '@/lib/http/body/form';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { lengthOf } from '@/lib/text';
import { ululeErrors } from './errors';
import { wrongField } from './parts';

/** Access tokens live for ten hours, as Ulule's do. A refresh token expires after thirty days without use. */
const TERMS: TokenTerms = { issuer: 'ulule', accessSeconds: 36_000, refreshSeconds: 30 * 24 * 60 * 60 };

type Grant = { type: 'password'; username: string; password: string } | { type: 'refresh_token'; token: string };

/**
 * `POST /oauth2/token/`. Clients are public clients in the terms of OAuth (RFC 6749 section 2.1): client credentials over Basic are
 * ignored, since anyone could extract them from the client.
 */
export const issueToken = defineEndpoint({
  access: 'anyone',
  credentials: () => ({ kind: 'none' }),
  errors: ululeErrors,
  async parse(_request, { body }) {
    if (!isUrlencoded(body)) throw new AvatarError('malformed_body', 'Expected application/x-www-form-urlencoded.');
    return grantOf(await readUrlencoded(body));
  },
  core: (grant, context) => (grant.type === 'password' ? byPassword(grant, context) : byRefreshToken(grant.token, context)),
  present: ({ access, refresh }) =>
    Response.json(
      {
        access_token: access,
        expires_in: TERMS.accessSeconds,
        refresh_token: refresh,
        scope: 'read write',
        token_type: 'Bearer',
      },
      { headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' } },
    ),
});

async function byPassword({ username, password }: Grant & { type: 'password' }, { services, signIn }: Context): Promise<TokenPair> {
  const tooLong = username.length > MAX_EMAIL_LENGTH || lengthOf(password) > MAX_PASSWORD_LENGTH;
  const person = tooLong ? null : await signIn(username, password);
  if (!person) throw new AvatarError('invalid_credentials', 'Wrong username or password.');
  return services.tokens.issue(person, TERMS);
}

async function byRefreshToken(token: string, { services }: Context): Promise<TokenPair> {
  const pair = await services.tokens.refresh(token, TERMS);
  if (!pair) throw new AvatarError('invalid_credentials', 'Invalid, expired or already used refresh token. Sign in again.');
  return pair;
}

function grantOf(form: URLSearchParams): Grant {
  const type = required(form, 'grant_type');
  switch (type) {
    case 'password':
      return { type, username: required(form, 'username'), password: required(form, 'password') };
    case 'refresh_token':
      return { type, token: required(form, 'refresh_token') };
    default:
      throw wrongField('grant_type', 'Expected password or refresh_token.');
  }
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw wrongField(name, `Expected the field ${name}.`, 'RequiredError');
  return value;
}
