import { basicAuth, type TestApp } from '../app';

export type Outcome = 'signed in' | 'wrong' | 'limited';

/** Signs in with a password. @param from the IP address of the client */
export type SignIn = (app: TestApp, email: string, password: string, from?: string) => Promise<Outcome>;

/** Signs in as a browser does. */
export async function signInByForm(app: TestApp, email: string, password: string, from?: string, userAgent = ''): Promise<Response> {
  const csrf = await app.ask('GET', '/api/auth/csrf', { from });
  const headers = { 'User-Agent': userAgent, Cookie: csrf.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' };
  const body = new URLSearchParams({ csrfToken: (await csrf.json()).csrfToken, email, password, json: 'true' });
  return app.ask('POST', '/api/auth/callback/credentials', { headers, body, from });
}

const byStatus = ({ status, ok }: Response): Outcome => (status === 429 ? 'limited' : ok ? 'signed in' : 'wrong');

type Way = 'next-auth' | 'Basic, to write' | 'Basic, to read' | 'session/token' | 'fetch_api_key' | 'oauth2/token';

/** Each way to sign in with a password. */
export const SIGN_INS: Record<Way, SignIn> = {
  'next-auth': async (app, email, password, from) => {
    const response = await signInByForm(app, email, password, from);
    const { url } = await response.json();
    // A wrong password and too many have the same status: the code is in the address.
    return new URL(url).searchParams.get('error') === 'rate_limited' ? 'limited' : byStatus(response);
  },
  'Basic, to write': async (app, email, password, from) =>
    byStatus(await app.ask('POST', '/api/keys', { headers: basicAuth(email, password), json: {}, from })),
  'Basic, to read': async (app, email, password, from) =>
    byStatus(await app.ask('GET', '/v1/me', { headers: basicAuth(email, password), from })),
  'session/token': async (app, email, password, from) => {
    const { code } = await (await app.ask('POST', '/session/token', { json: { email, password }, from })).json();
    return code === 429 ? 'limited' : code === 0 ? 'signed in' : 'wrong';
  },
  fetch_api_key: async (app, username, password, from) =>
    byStatus(await app.ask('POST', '/api/v1/fetch_api_key', { body: new URLSearchParams({ username, password }), from })),
  'oauth2/token': async (app, username, password, from) => {
    const body = new URLSearchParams({ grant_type: 'password', username, password });
    return byStatus(await app.ask('POST', '/oauth2/token/', { body, from }));
  },
};
