import { createHash } from 'node:crypto';
import { OIDC_PROVIDER } from '@/lib/accounts/identities/provider';
import { OIDC_INTENTS, type OidcIntent, type OidcSignIn } from '@/lib/accounts/identities/sign-in';
import type { Principal } from '@/lib/accounts/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { addressOf } from '@/lib/http/admission';
import { readBytes } from '@/lib/http/body/body';
import { cookie, foreignOrigin, isSameOrigin, sessionCredentials } from '@/lib/http/credentials';
import { EARLY_PAGE_HEADERS, earlyPage } from '@/lib/http/early-pages/early-page';
import { earlyTexts } from '@/lib/http/early-pages/early-texts';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { ownPage } from '@/lib/http/forms/own-page';
import { MAX_JSON_BYTES } from '@/lib/http/limits';
import { nativeErrors } from '@/lib/http/problem';
import { runOwnAction } from './own-action';
import { cookiesOf, type RecordedResponse, runAction } from './run';

const HOME = '/settings/picture';
const CONNECTED = '/settings/connections';

/** The purpose of a sign-in, kept through the redirects; for `connect` with the session that asked for it. */
const INTENT_COOKIE = 'likeness-oidc-intent';

/** As long as the cookies of next-auth for state, nonce and PKCE. */
const INTENT_SECONDS = 15 * 60;

const COOKIES = /^next-auth\.(?:state|nonce|pkce\.code_verifier|callback-url)$/;

/** Of the answer of a provider (RFC 6749 section 4.1.2, RFC 9207). */
const PARAMETERS = ['code', 'state', 'iss'];

const signInEndpoint = {
  access: 'anyone',
  limited: true,
  // As for passwords: people must be able to sign in and remove pictures while changes are refused.
  writes: false,
  errors: nativeErrors,
} as const;

/**
 * `POST /api/auth/signin/oidc`: leads to the provider. A form sends it, with or without a script. The response is a page that moves on, since
 * browsers apply `form-action` to the redirects of a form, and a provider may redirect anywhere.
 */
export const startOidc = defineEndpoint({
  ...signInEndpoint,
  credentials: (request, services) => sessionCredentials(request, services),
  async parse(request, { body, services, principal }) {
    const { settings } = requireOidc(services);
    // In place of a CSRF token, which a page without a script cannot get together with its cookie.
    if (!isSameOrigin(request, services.baseUrl)) {
      throw new AvatarError('cross_origin', foreignOrigin(request, services.baseUrl));
    }
    const form = new URLSearchParams(new TextDecoder().decode(await readBytes(body, MAX_JSON_BYTES)));
    const intent = OIDC_INTENTS.find((known) => known === form.get('intent')) ?? 'sign-in';
    return { request, name: settings.name, intent: intentOf(intent, principal), target: ownTarget(form.get('callbackUrl'), services) };
  },
  async core({ request, name, intent, target }, { services }) {
    const started = await runOwnAction(['signin', OIDC_PROVIDER], request, { callbackUrl: target }, services);
    started.headers.append('Set-Cookie', intentCookie(intent, services));
    return { name, started };
  },
  present({ name, started: { headers } }, request, { services }) {
    const location = headers.get('location') ?? `${services.baseUrl}/sign-in?error=OAuthSignin`;
    headers.set('Cache-Control', 'no-store');
    headers.set('Location', location);
    if (location.startsWith(`${services.baseUrl}/`)) return new Response(null, { status: 303, headers });
    headers.delete('Location');
    for (const [field, value] of Object.entries(EARLY_PAGE_HEADERS)) headers.set(field, value);
    headers.set('Refresh', `0; url=${location}`);
    headers.set('Referrer-Policy', 'no-referrer');
    return new Response(pageTo(location, name, request), { status: 200, headers });
  },
});

/** `GET /api/auth/callback/oidc`: the provider leads back here. */
export const finishOidc = defineEndpoint({
  ...signInEndpoint,
  credentials: (request, services) => sessionCredentials(request, services),
  parse(request, { services, principal }) {
    const oidc = requireOidc(services);
    const sent = new URL(request.url).searchParams;
    const query = Object.fromEntries(PARAMETERS.flatMap((name) => (sent.has(name) ? [[name, sent.get(name) ?? '']] : [])));
    const sentIntent = cookie(request, INTENT_COOKIE);
    const intent = OIDC_INTENTS.find((known) => known === sentIntent?.split('.', 1)[0]) ?? 'sign-in';
    // Another person may have signed in since, or a host below the same domain has set the cookies of a sign-in of its own.
    const isAsked = intent !== 'connect' || sentIntent === intentOf(intent, principal);
    return { request, oidc, query, intent, principal, isAsked, isRefused: sent.has('error') };
  },
  async core({ request, oidc, query, intent, principal, isAsked, isRefused }, { services }) {
    if (isRefused) return refusal('oidc_cancelled', principal, services);
    const cookies = cookiesOf(request, COOKIES);
    // With the prefix that next-auth requires: a page over http can set cookies without it.
    const callbackUrl = `${isSecure(services.baseUrl) ? '__Secure-' : ''}next-auth.callback-url`;
    const target = ownTarget(cookies[callbackUrl] ?? null, services);
    const from = { userAgent: request.headers.get('user-agent') ?? '', address: addressOf(request) };
    const response = await runAction(
      ['callback', OIDC_PROVIDER],
      request,
      {
        query,
        cookies: { ...cookies, [callbackUrl]: target },
        async signIn({ user, profile }) {
          const outcome = await finish(oidc, { ...profile }, { intent, current: isAsked ? principal : null, from });
          if (typeof outcome === 'string') return outcome === CONNECTED ? target : pathOf(outcome, principal, services);
          Object.assign(user, outcome);
          return true;
        },
      },
      services,
    );
    const location = response.headers.get('location') ?? '';
    // Also failures of next-auth, such as a wrong state.
    const error = URL.canParse(location) && new URL(location).pathname === '/sign-in' ? new URL(location).searchParams.get('error') : null;
    if (error !== null) response.headers.set('location', pathOf(error, principal, services));
    response.headers.append('Set-Cookie', intentCookie(null, services));
    return response;
  },
  present: ({ headers }) => {
    headers.set('Cache-Control', 'no-store');
    return new Response(null, { status: 302, headers });
  },
});

/** @returns the ids of the session, {@link CONNECTED}, or a word for why there is none */
async function finish(oidc: OidcSignIn, claims: Record<string, unknown>, asked: Parameters<OidcSignIn['finish']>[1]) {
  try {
    const outcome = await oidc.finish(claims, asked);
    if (outcome.kind === 'signed-in') return { id: String(outcome.userId), sid: outcome.sid };
    return outcome.kind === 'connected' ? CONNECTED : outcome.reason;
  } catch (error) {
    if (isAvatarError(error)) return error.code;
    oidc.report(error);
    return 'internal';
  }
}

/** @throws AvatarError not_found without a provider */
function requireOidc({ oidc }: Services): OidcSignIn {
  if (!oidc) throw new AvatarError('not_found', 'Nothing exists at this path.');
  return oidc;
}

/** A page of ours to show next. @param url may come from an attacker */
function ownTarget(url: string | null, { baseUrl }: Services): string {
  return baseUrl + ownPage(url, { baseUrl, home: HOME, isPage: (path) => /^\/(?:$|settings(?:\/|$))/.test(path) });
}

/** The page that explains an error, which is another one for people who are signed in. */
function pathOf(error: string, principal: Principal | null, { baseUrl }: Services): string {
  return `${baseUrl}${principal ? CONNECTED : '/sign-in'}?${new URLSearchParams({ error })}`;
}

function refusal(error: string, principal: Principal | null, services: Services): RecordedResponse {
  return { status: 302, headers: new Headers({ Location: pathOf(error, principal, services) }), body: null };
}

/** The value of the cookie. The id of a session is secret, and so is its hash: no other page can make it up. */
function intentOf(intent: OidcIntent, principal: Principal | null): string {
  if (intent !== 'connect' || principal?.sessionId === undefined) return intent;
  return `${intent}.${createHash('sha256').update(principal.sessionId).digest('hex')}`;
}

/** @param intent null: deletes the cookie */
function intentCookie(intent: string | null, { baseUrl }: Services): string {
  const value = intent === null ? '; Max-Age=0' : `${intent}; Max-Age=${INTENT_SECONDS}`;
  return `${INTENT_COOKIE}=${value}; Path=/api/auth; HttpOnly; SameSite=Lax${isSecure(baseUrl) ? '; Secure' : ''}`;
}

const isSecure = (baseUrl: string) => baseUrl.startsWith('https:');

/** In the language of the visitor’s choice or of the browser. */
function pageTo(location: string, name: string, request: Request): string {
  const { language, textOf } = earlyTexts('common.leave', request);
  const textTo = (text: 'title' | 'link') => textOf(text).replace('{provider}', () => escapeHtml(name));
  const content = `<p><a href="${escapeHtml(location)}">${textTo('link')}</a></p>`;
  return earlyPage({ language, title: textTo('title'), content });
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
