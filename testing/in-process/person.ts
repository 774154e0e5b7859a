import { encode } from 'next-auth/jwt';
import type { Accounts, Person, Principal, Scope } from '@/lib/accounts/ports';
import type { Tokens } from '@/lib/accounts/tokens';
import { userHashid } from '@/lib/dialects/cloudreve/ids';
import { principal } from '../world';

type Authorization = { Authorization: string };

/** A person with one of each kind of credentials, ready to be sent as headers. */
export interface TestPerson extends Person {
  password: string;
  /** Cloudreve's form of the id. */
  hashid: string;
  /** An API key with all scopes. */
  key: string;
  /** Bearer with that key. */
  auth: Authorization;
  /** Basic with the e-mail address and that key. */
  basic: Authorization;
  /** Basic with the e-mail address and the password. */
  passwordAuth: Authorization;
  /** Id of the session whose cookie `session` has. */
  sessionId: string;
  /** The session cookie, sent by one of our own pages. */
  session: { Cookie: string; Origin: string };
  /** Authorizes calls of the core about the person's own picture. */
  change: { principal: Principal; userId: number };
  /** Creates another API key and returns it. */
  createKey(scopes: readonly Scope[]): Promise<string>;
  /** Signs in and returns Bearer with an access token. */
  signIn(): Promise<Authorization>;
}

export interface PersonParts {
  accounts: Accounts;
  tokens: Tokens;
  secret: string;
  baseUrl: string;
  sessionCookie: string;
}

/** Gives a person credentials. */
export async function withCredentials(person: Person, password: string, parts: PersonParts): Promise<TestPerson> {
  const { accounts, tokens, secret, baseUrl, sessionCookie } = parts;
  const createKey = async (scopes: readonly Scope[]) => (await accounts.keys.create(person.id, { label: 'test', scopes })).secret;
  const sessionId = await accounts.sessions.open(person.id, { userAgent: 'Test', address: '192.0.2.1' });
  const key = await createKey(['avatar:read', 'avatar:write']);
  return {
    ...person,
    password,
    hashid: userHashid(person.id),
    key,
    auth: bearer(key),
    basic: basicAuth(person.email, key),
    passwordAuth: basicAuth(person.email, password),
    sessionId,
    session: { Cookie: `${sessionCookie}=${await encode({ token: { sub: String(person.id), sid: sessionId }, secret })}`, Origin: baseUrl },
    change: { principal: principal(person.id, { role: person.role }), userId: person.id },
    createKey,
    signIn: async () => bearer((await tokens.issue(person, { issuer: 'test', accessSeconds: 3600, refreshSeconds: 86_400 })).access),
  };
}

export const bearer = (token: string): Authorization => ({ Authorization: `Bearer ${token}` });

export function basicAuth(email: string, secret: string): Authorization {
  return { Authorization: `Basic ${Buffer.from(`${email}:${secret}`).toString('base64')}` };
}
