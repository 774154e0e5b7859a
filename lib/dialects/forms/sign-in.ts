import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { defineForm, type Next } from '@/lib/http/forms/define-form';
import { ownPage } from '@/lib/http/forms/own-page';
import { nativeErrors } from '@/lib/http/problem';
import { anonymous } from '../native/parts';
import { runOwnAction } from '../next-auth/own-action';

const HOME = '/settings/picture';
const SIGN_IN = '/sign-in';

/** next-auth counts attempts itself, and signing in and out may use the space that is held back for removals. */
const nextAuth = { access: 'anyone', limited: false, writes: false, errors: nativeErrors } as const;

/** Nothing but a request: next-auth runs in what follows, since its cookies are part of the response. */
export const passOn = defineEndpoint({
  ...nextAuth,
  credentials: anonymous,
  parse: () => null,
  core: () => null,
  present: () => new Response(null),
});

/** `POST /api/forms/sign-in`: the same cookie as with a script. */
export const signIn = defineForm({
  name: 'sign-in',
  page: SIGN_IN,
  query: ['callbackUrl', 'error'],
  endpoint: passOn,
  json: () => null,
  next(_response, { form: { fields, query }, request, services }) {
    const entered = { email: (fields.get('email') ?? '').trim(), password: fields.get('password') ?? '' };
    return openSession(entered, { request, services, target: targetOf(query, services) });
  },
});

/** `POST /api/forms/sign-out` */
export const signOut = defineForm({
  name: 'sign-out',
  page: '/sign-out',
  endpoint: passOn,
  json: () => null,
  async next(_response, { request, services }) {
    const { headers } = await runOwnAction(['signout'], request, {}, services);
    return { page: '/', cookies: headers.getSetCookie() };
  },
});

/** Signs in to an account that was just opened. The sign-in page shows a failure. */
export async function enter(
  account: { email: string; password: string },
  given: { request: Request; services: Services; target: string },
): Promise<Next> {
  return { page: `${SIGN_IN}?${new URLSearchParams({ callbackUrl: given.target })}`, ...(await openSession(account, given)) };
}

async function openSession(
  { email, password }: { email: string; password: string },
  { request, services, target }: { request: Request; services: Services; target: string },
): Promise<Next> {
  const { headers, body } = await runOwnAction(['callback', 'credentials'], request, { email, password, json: 'true' }, services);
  const { url } = JSON.parse(body ?? '{}') as { url?: string };
  const code = url === undefined ? 'internal' : new URL(url, services.baseUrl).searchParams.get('error');
  if (code === null) return { page: target, cookies: headers.getSetCookie() };
  return { outcome: { form: 'sign-in', failure: { code, detail: '', details: {} }, values: { email } } };
}

/** The page that a link of ours named, to open after a sign-in. */
export const targetOf = (query: URLSearchParams, { baseUrl }: Services) => ownPage(query.get('callbackUrl'), { baseUrl, home: HOME });
