import { z } from 'zod';
import { canonicalEmail, emailProblem } from '@/lib/accounts/email';
import * as limits from '@/lib/accounts/limits';
import { type ApiKey, type Person, SCOPES } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { foreignOrigin, isSameOrigin } from '@/lib/http/credentials';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { isPrintable, lengthOf, visibleText } from '@/lib/text';
import { native } from './parts';
import { avatarResource } from './resource';

const PRIVATE = { 'Cache-Control': 'private, no-store' };

/** A line of text that can be seen, as it is kept. */
const visible = (message: string, max: number) =>
  z
    .string(message)
    .refine(isPrintable, 'Expected no control characters.')
    .transform(visibleText)
    .pipe(z.string().min(1, message).max(max, `Expected at most ${max} characters.`));

const tooShort = `Expected at least ${limits.MIN_PASSWORD_LENGTH} characters.`;
const tooLong = `Expected at most ${limits.MAX_PASSWORD_LENGTH} characters.`;

const account = z.object({
  email: z
    .string('Expected an e-mail address.')
    .superRefine((email, { addIssue }) => {
      const problem = emailProblem(email);
      if (problem) addIssue(problem);
    })
    .transform(canonicalEmail)
    .pipe(z.string().max(limits.MAX_EMAIL_LENGTH, 'Too long for an e-mail address.')),
  name: visible('Expected a name.', limits.MAX_NAME_LENGTH),
  password: z
    .string('Expected a password.')
    .refine((password) => lengthOf(password) >= limits.MIN_PASSWORD_LENGTH, tooShort)
    .refine((password) => lengthOf(password) <= limits.MAX_PASSWORD_LENGTH, tooLong),
});

const newKey = z.strictObject({
  label: visible('Expected a label.', limits.MAX_KEY_LABEL_LENGTH).default('API key'),
  scopes: z
    .array(z.enum(SCOPES, `Expected one of ${SCOPES.join(', ')}.`))
    .min(1, 'Expected at least one scope.')
    .default([...SCOPES]),
  expiresAt: z.coerce
    .date('Expected a date such as 2030-01-31T00:00:00Z.')
    .refine((date) => date > new Date(), 'Expected a date in the future.')
    .nullable()
    .default(null),
});

/** `POST /api/accounts` */
export const createAccount = defineEndpoint({
  ...native,
  access: 'anyone',
  // Someone who is signed in already, or sends an old cookie along, may open another account.
  credentials: () => ({ kind: 'none' }),
  parse: async (request, { services }) => {
    // Or any page that is open beside a fresh server could take the first account, the administrator's.
    if (request.headers.has('origin') && !isSameOrigin(request, services.baseUrl)) {
      throw new AvatarError(
        'cross_origin',
        `Cross-site request refused. Create the account on this site, or send the request from a script. ${foreignOrigin(request, services.baseUrl)}`,
      );
    }
    return parseFields(account, await readJson(request));
  },
  core: (fields, { services }) => services.accounts.open(fields),
  present: (person) => Response.json(personResource(person), { status: 201, headers: PRIVATE }),
});

/** `GET /api/me` */
export const getMe = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.own(principal),
  present: (state, _request, { services }) =>
    Response.json({ ...personResource(state.person), avatar: avatarResource(state, services.baseUrl, true) }, { headers: PRIVATE }),
});

/** `GET /api/keys` */
export const listKeys = defineEndpoint({
  ...native,
  access: 'person',
  parse: keyHolder,
  core: (userId, { services }) => services.accounts.keys.list(userId),
  present: (keys) => Response.json(keys.map(keyResource), { headers: PRIVATE }),
});

/** `POST /api/keys`. Basic may carry the password here: this is how a script without a browser gets its first key. */
export const createKey = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: async (request, context) => {
    const userId = keyHolder(request, context);
    return { userId, fields: parseFields(newKey, (await readJson(request)) ?? {}) };
  },
  core: ({ userId, fields }, { services }) => services.accounts.keys.create(userId, fields),
  present: ({ secret, key }) => Response.json({ ...keyResource(key), key: secret }, { status: 201, headers: PRIVATE }),
});

/** `DELETE /api/keys/{id}` */
export const deleteKey = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (request, context) => ({ userId: keyHolder(request, context), keyId: idFrom(context.params) }),
  core: ({ userId, keyId }, { services }) => services.accounts.keys.revoke(userId, keyId),
  present: () => new Response(null, { status: 204 }),
});

/** What a program was given must not make keys, which would outlive its own revocation. @throws AvatarError forbidden */
function keyHolder(_request: Request, { principal }: Context<NonNullable<Context['principal']>>): number {
  if (principal.via === 'session' || principal.via === 'password') return principal.userId;
  throw new AvatarError(
    'forbidden',
    'API keys can be managed only in the browser or with the password, not with an API key or an access token.',
  );
}

function personResource({ id, email, name, role, createdAt }: Person) {
  return { id, email, name, role, createdAt: createdAt.toISOString() };
}

function keyResource({ id, label, lastFour, scopes, createdAt, lastUsedAt, expiresAt }: ApiKey) {
  return { id, label, lastFour, scopes, createdAt, lastUsedAt, expiresAt };
}
