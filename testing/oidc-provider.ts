import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

/** Claims of a person at the provider, besides `sub`. */
export type Claims = Record<string, unknown>;

/** A provider on a port of this machine. It signs people in at once, as {@link TestProvider.subject}. */
export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The person who sits in front of the browser. */
  subject: string;
  /** Of each person, by subject. */
  people: Map<string, Claims>;
  /** Changes the claims of ID tokens before they are signed again, with the provider's own key. */
  alterIdToken: (claims: Claims) => Claims;
  /** Whether the person refuses to sign in. */
  refuses: boolean;
  /** Of requests for authorization, in order. */
  authorizations: URLSearchParams[];
  /** Pictures by path below `/pictures/`. */
  pictures: Map<string, { type: string; bytes: Uint8Array }>;
  /** Paths of requests for pictures, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** @param redirectUri where the provider sends people back to */
export async function startOidcProvider(redirectUri: string): Promise<TestProvider> {
  const key: JWK = await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey);
  Object.assign(key, { kid: await calculateJwkThumbprint(key), use: 'sig', alg: 'RS256' });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['likeness', 'a secret of the client'];
  const state: TestProvider = {
    issuer,
    clientId,
    clientSecret,
    subject: 'ada',
    people: new Map(),
    alterIdToken: (claims) => claims,
    refuses: false,
    authorizations: [],
    pictures: new Map(),
    asked: [],
    close: () => stop(server),
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...key, kty: String(key.kty) }] },
    cookies: { keys: ['a key of the tests'] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'picture'],
      groups: ['groups'],
    },
    scopes: ['openid', 'email', 'profile', 'groups'],
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, ...state.people.get(sub) }) }),
    // Consent is not asked for.
    async loadExistingGrant({ oidc: { client, session, provider: own } }) {
      const grant = new own.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
    renderError(context, out) {
      context.body = JSON.stringify(out);
    },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path !== '/token' || typeof context.body !== 'object' || context.body === null) return;
    const body = context.body as { id_token?: string };
    if (body.id_token !== undefined) body.id_token = await signed(state.alterIdToken(decodeJwt(body.id_token)), key);
  });
  const handle = provider.callback();
  server.on('request', async (request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/auth') state.authorizations.push(url.searchParams);
    if (url.pathname.startsWith('/pictures/')) {
      state.asked.push(url.pathname);
      const picture = state.pictures.get(url.pathname.slice('/pictures/'.length));
      response.writeHead(picture ? 200 : 404, picture && { 'Content-Type': picture.type }).end(picture?.bytes);
    } else if (url.pathname.startsWith('/interaction/')) {
      const result = state.refuses ? { error: 'access_denied' } : { login: { accountId: state.subject } };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    } else void handle(request, response);
  });
  return state;
}

async function signed(claims: Claims, key: JWK): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(await importJWK(key, 'RS256'));
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
