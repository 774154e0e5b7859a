import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { isAvatarError } from '@/lib/errors';
import { lengthOf } from '@/lib/text';
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_LENGTH } from './limits';
import type { Accounts, RateLimits } from './ports';

const DAY_SECONDS = 24 * 60 * 60;

/** Where the session cookie is, given how the server is reached. */
export function sessionCookieName(baseUrl: string): string {
  return `${isSecure(baseUrl) ? '__Secure-' : ''}next-auth.session-token`;
}

export function isSecure(baseUrl: string): boolean {
  return baseUrl.startsWith('https:');
}

/** Where next-auth writes instead of to the console. */
export interface AuthLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Failures that anybody causes by sending a cookie: next-auth takes it for no session, and nobody has to look into it. */
const CAUSED_BY_COOKIES = ['JWT_SESSION_ERROR', 'SESSION_ERROR'];

function loggerOf(log: AuthLog): NextAuthOptions['logger'] {
  return {
    error(code, metadata) {
      const failure = metadata instanceof Error ? metadata : metadata.error;
      const level = CAUSED_BY_COOKIES.includes(code) ? 'debug' : 'error';
      log[level]({ code, err: failure }, 'next-auth failed');
    },
    warn: (code) => log.warn({ code }, 'next-auth warns'),
    debug: (code) => log.debug({ code }, 'next-auth'),
  };
}

/** Failures that the sign-in page has a message for, and the code that it knows them by. */
const PASSED_ON: Partial<Record<string, string>> = {
  rate_limited: 'rate_limited',
  database_unavailable: 'database_unavailable',
  busy: 'database_unavailable',
};

/**
 * next-auth with e-mail and password. The session is a signed cookie that holds the person's id and nothing else: a picture in it
 * would outgrow what browsers keep.
 */
export function nextAuthOptions(parts: {
  accounts: Pick<Accounts, 'signIn'>;
  rateLimits: RateLimits;
  secret: string;
  baseUrl: string;
  report: (error: unknown) => void;
  log: AuthLog;
}): NextAuthOptions {
  const { accounts, rateLimits, secret, baseUrl, report, log } = parts;
  return {
    logger: loggerOf(log),
    secret,
    session: { strategy: 'jwt', maxAge: 30 * DAY_SECONDS },
    useSecureCookies: isSecure(baseUrl),
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(input, { headers }) {
          const { email, password } = input ?? {};
          if (typeof email !== 'string' || typeof password !== 'string') return null;
          if (email.length > MAX_EMAIL_LENGTH || lengthOf(password) > MAX_PASSWORD_LENGTH) return null;
          const address = String(headers?.['x-client-address']);
          try {
            await rateLimits.address(address);
            const person = await rateLimits.signIn(email, address, () => accounts.signIn(email, password));
            return person && { id: String(person.id) };
          } catch (error) {
            // next-auth sends this message to the client as the error code.
            const passedOn = isAvatarError(error) ? PASSED_ON[error.code] : undefined;
            if (passedOn) throw new Error(passedOn);
            report(error);
            throw new Error('internal');
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sub: user?.id ?? token.sub }),
      // What /api/auth/session shows to the browser; the page has the rest from the native API.
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
