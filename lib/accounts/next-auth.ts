import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { isAvatarError } from '@/lib/errors';
import { lengthOf } from '@/lib/text';
import { oidcProvider } from './identities/provider';
import type { OidcSettings } from './identities/settings';
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_LENGTH, SESSION_SECONDS } from './limits';
import type { Accounts } from './ports';
import type { RateLimits } from './rate-limit-ports';
import { cookieSerial } from './sessions/cookies';

declare module 'next-auth' {
  interface User {
    /** Id of the session that this sign-in opened. */
    sid: string;
  }
}

/** Name of the session cookie. Browsers accept the `__Secure-` prefix only over HTTPS. */
export function sessionCookieName(baseUrl: string): string {
  return `${isSecure(baseUrl) ? '__Secure-' : ''}next-auth.session-token`;
}

function isSecure(baseUrl: string): boolean {
  return baseUrl.startsWith('https:');
}

/** Receives the log of next-auth in place of the console. */
export interface AuthLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Errors that any client can cause by sending a bad cookie. next-auth treats it as no session, so they need no attention. */
const CAUSED_BY_COOKIES = ['JWT_SESSION_ERROR', 'SESSION_ERROR'];

/** Failures of a provider, or of an answer in its name that any client can send. */
const CAUSED_BY_PROVIDERS = ['SIGNIN_OAUTH_ERROR', 'OAUTH_CALLBACK_ERROR', 'OAUTH_PARSE_PROFILE_ERROR', 'OAUTH_CALLBACK_HANDLER_ERROR'];

function createLogger(log: AuthLog): NextAuthOptions['logger'] {
  return {
    error(code, metadata) {
      const failure = metadata instanceof Error ? metadata : metadata.error;
      const level = CAUSED_BY_COOKIES.includes(code) ? 'debug' : CAUSED_BY_PROVIDERS.includes(code) ? 'warn' : 'error';
      log[level]({ code, err: failure }, 'next-auth failed');
    },
    warn: (code) => log.warn({ code }, 'next-auth warns'),
    debug: (code) => log.debug({ code }, 'next-auth'),
  };
}

/** Error codes that the sign-in page has a message for, mapped to the code that it knows. */
const CLIENT_ERROR_CODES: Partial<Record<string, string>> = {
  rate_limited: 'rate_limited',
  database_unavailable: 'database_unavailable',
  busy: 'database_unavailable',
  storage_full: 'storage_full',
  account_disabled: 'account_disabled',
};

/**
 * Configures next-auth for e-mail and password, and for a provider. The cookie is encrypted and holds the ids of the person and of the session. Deleting
 * the row of the session invalidates it. A picture in it would exceed the cookie size limit of browsers.
 */
export function nextAuthOptions(parts: {
  accounts: Pick<Accounts, 'signIn' | 'sessions'>;
  rateLimits: Pick<RateLimits, 'address' | 'signIn'>;
  secret: string;
  baseUrl: string;
  oidc?: OidcSettings | undefined;
  report: (error: unknown) => void;
  log: AuthLog;
}): NextAuthOptions {
  const { accounts, rateLimits, secret, baseUrl, oidc, report, log } = parts;
  return {
    logger: createLogger(log),
    secret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: isSecure(baseUrl),
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in' },
    providers: [
      ...(oidc ? [oidcProvider(oidc)] : []),
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(input, { headers }) {
          const { email, password } = input ?? {};
          if (typeof email !== 'string' || typeof password !== 'string') return null;
          if (email.length > MAX_EMAIL_LENGTH || lengthOf(password) > MAX_PASSWORD_LENGTH) return null;
          const address = String(headers?.['x-client-address']);
          try {
            await rateLimits.address(address);
            const person = await rateLimits.signIn(email, address, (to) => accounts.signIn(to, password));
            if (!person) return null;
            const userAgent = String(headers?.['user-agent'] ?? '');
            return { id: String(person.id), sid: await accounts.sessions.open(person.id, { ...person, userAgent, address }) };
          } catch (error) {
            if (isAvatarError(error) && error.code === 'invalid_credentials') return null;
            // next-auth sends this message to the client as the error code.
            const clientCode = isAvatarError(error) ? CLIENT_ERROR_CODES[error.code] : undefined;
            if (clientCode) throw new Error(clientCode);
            report(error);
            throw new Error('internal');
          }
        },
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (user) return { sub: user.id, sid: user.sid };
        const { sub, sid } = token;
        const serial = cookieSerial(token);
        // next-auth deletes the cookie of a session for which this throws, which an unavailable database must not cause.
        const renewed = await accounts.sessions.renewCookie(String(sid), serial).catch((error) => {
          if (!isAvatarError(error) || error.code !== 'database_unavailable') report(error);
          return serial;
        });
        if (renewed === null) throw new Error('The session has ended');
        return { sub, sid, serial: renewed };
      },
      // Content of /api/auth/session. The page reads the rest from the native API.
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
