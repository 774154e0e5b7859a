import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import type { AuditRecords } from './ports';

/** Requests that change something, each with the action of its entry. */
const CHANGES = [
  ['role-changed', 'PATCH', (id: number) => `/api/people/${id}`, { role: 'admin' }],
  ['account-disabled', 'PATCH', (id: number) => `/api/people/${id}`, { disabled: true }],
  ['picture-locked', 'PATCH', (id: number) => `/api/people/${id}`, { avatarLockedUntil: '2100-01-01T00:00:00Z', reason: 'Not yours' }],
] as const;

it.each(CHANGES)('%s – without its entry in the audit log the change fails', async (_action, method, path, json) => {
  let append: AuditRecords['appendAudit'] = async () => {};
  const app = await createTestApp({ replaced: { appendAudit: (entry) => append(entry) } });
  const ada = await app.open();
  const before = await person(ada.id);
  append = () => Promise.reject(new Error('no room'));
  const response = await app.ask(method, path(ada.id), { headers: app.admin().session, json });
  expect(response.status).toBe(500);
  expect(await person(ada.id)).toEqual(before);

  async function person(id: number) {
    const shown = await app.ask('GET', `/api/people/${id}`, { headers: app.admin().session });
    return shown.json();
  }
});
