import { expect } from 'vitest';
import type { TestApp, TestPerson } from '../app';
import type { Session } from '../cloudreve';
import type { AskOptions } from './request';
import { failure } from './wire';

export { OK, PATH, PREFIXES, type Session } from '../cloudreve';

/** Body of the response to a request that cannot be parsed. */
export const binding = (msg: string) => ({ code: 40001, msg });

export const LOGIN_REQUIRED = failure(401, 'Login required');
export const INVALID_IMAGE = failure(40001, 'Invalid image');
export const TOO_LARGE = failure(40049, '');
export const WRONG_TOKEN_TYPE = failure(40020, 'Invalid token type');
export const TOO_MANY = failure(429, 'Too many requests');

/** Asks, and expects the envelope: HTTP 200 with JSON that no cache keeps. @returns the body */
export async function call(app: TestApp, method: string, path: string, options: AskOptions = {}) {
  const response = await app.ask(method, path, options);
  expect(response.status, `${method} ${path}`).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  return response.json();
}

/** Signs in with the password. */
export async function signIn(app: TestApp, { email, password }: TestPerson): Promise<Session> {
  const { code, data } = await call(app, 'POST', '/session/token', { json: { email, password } });
  expect(code).toBe(0);
  return { id: data.user.id, access: data.token.access_token, refresh: data.token.refresh_token };
}
