import { randomUUID } from 'node:crypto';

/** A person of one test, created through the API. Tests share only the server. */
export interface TestPerson {
  id: number;
  email: string;
  name: string;
  password: string;
  /** An API key with all scopes. */
  key: string;
  /** `Authorization` with that key. */
  auth: { Authorization: string };
}

/**
 * @param headers such as `X-Forwarded-For`, for tests of IP addresses
 * @param setupCode creates the first administrator
 */
export async function openAccount(
  baseURL: string,
  name = 'Ada Lovelace',
  headers: Record<string, string> = {},
  setupCode?: string,
): Promise<TestPerson> {
  const email = `${randomUUID()}@example.org`;
  const password = 'correct horse battery';
  const fields = { email, name, password };
  const account =
    setupCode === undefined
      ? await post(`${baseURL}/api/accounts`, fields, headers)
      : await post(`${baseURL}/api/setup`, { ...fields, code: setupCode }, headers);
  const basic = Buffer.from(`${email}:${password}`).toString('base64');
  const { key } = await post(`${baseURL}/api/keys`, { label: 'test' }, { Authorization: `Basic ${basic}`, ...headers });
  return { id: Number(account.id), email, name, password, key: String(key), auth: { Authorization: `Bearer ${key}` } };
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  });
  if (response.status !== 201) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

/** Signs in as a browser does and returns the session cookie. */
export async function signInCookie(baseURL: string, { email, password }: Pick<TestPerson, 'email' | 'password'>): Promise<string> {
  const csrf = await fetch(`${baseURL}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await fetch(`${baseURL}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookiePairs(csrf) },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  const session = cookiePairs(response)
    .split('; ')
    .find((pair) => pair.includes('session-token='));
  if (!session) throw new Error(`No session for ${email}: ${response.status} ${await response.text()}`);
  return session;
}

function cookiePairs(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}
