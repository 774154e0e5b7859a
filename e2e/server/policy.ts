import { expect } from '@playwright/test';
import { signInCookie, type TestPerson } from '../client/people';
import type { Server } from './server';

/** The policy until an administrator changes it. */
export const OPEN = {
  avatarChangesDisabled: false,
  maxAvatarBytes: null,
  acceptedFormats: [],
  registration: 'open',
  registrationDomains: [],
  hashLookup: true,
};

export const policyOf = (server: Server, headers: Record<string, string>) => fetch(`${server.baseURL}/api/policy`, { headers });

export async function change(server: Server, admin: TestPerson, policy: object): Promise<void> {
  const Cookie = await signInCookie(server.baseURL, admin);
  const headers = { Cookie, Origin: server.baseURL, 'Content-Type': 'application/json' };
  const response = await fetch(`${server.baseURL}/api/policy`, { method: 'PATCH', headers, body: JSON.stringify(policy) });
  expect(response.status).toBe(200);
}
