import type { Server } from '../server/server';
import { type Color, expect } from '../server/upload-fixtures';
import type { TestPerson } from './people';

export const PATH = '/user/setting/avatar';
export const GREEN: Color = [20, 160, 60];

/** As published, and as deployed. */
export const PREFIXES = ['', '/api/v4'] as const;

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const OK = { code: 0, msg: '' };

/** The whole body of a failure with details. */
export const failure = (code: number, msg: string) => ({ code, msg, correlation_id: expect.stringMatching(UUID_V4) });

export const LOGIN_REQUIRED = failure(401, 'Login required');
export const INVALID_IMAGE = failure(40001, 'Invalid image');
export const TOO_LARGE = failure(40049, '');
export const WRONG_TOKEN_TYPE = failure(40020, 'Invalid token type');

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

export interface Session {
  id: string;
  access: string;
  refresh: string;
}

/** Signs in with the password. */
export async function signIn(server: Server, { email, password }: TestPerson): Promise<Session> {
  const { code, data } = await sendJson(server, 'POST', '/session/token', { email, password });
  expect(code).toBe(0);
  return { id: data.user.id, access: data.token.access_token, refresh: data.token.refresh_token };
}
