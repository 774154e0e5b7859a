import { expect } from '@playwright/test';
import { type Session, UUID_V4 } from '@/testing/cloudreve';
import type { Color } from '../pictures/one-colour';
import type { Server } from '../server/server';
import type { TestPerson } from './people';

export { OK, PATH, PREFIXES, type Session } from '@/testing/cloudreve';

export const GREEN: Color = [20, 160, 60];

/** The whole body of a failure with details. */
export const failure = (code: number, msg: string) => ({ code, msg, correlation_id: expect.stringMatching(UUID_V4) });

export const INVALID_IMAGE = failure(40001, 'Invalid image');
export const TOO_LARGE = failure(40049, '');

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Sends a request and expects the envelope: HTTP 200 with JSON that no cache keeps. @returns the whole body */
export async function call({ baseURL }: Server, method: string, path: string, init: RequestInit = {}) {
  const response = await fetch(baseURL + path, { method, ...init });
  expect(response.status, `${method} ${path}`).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  return response.json();
}

export const sendJson = (server: Server, method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(server, method, path, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });

/** Signs in with the password. */
export async function signIn(server: Server, { email, password }: TestPerson): Promise<Session> {
  const { code, data } = await sendJson(server, 'POST', '/session/token', { email, password });
  expect(code).toBe(0);
  return { id: data.user.id, access: data.token.access_token, refresh: data.token.refresh_token };
}
