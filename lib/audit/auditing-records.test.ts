import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { createMemoryRecords } from '@/testing/memory/records';
import { newAvatar, newPerson, type Records } from '@/testing/records';
import { auditingRecords } from './auditing-records';
import type { AuditRecords } from './ports';
import { createSenderContext } from './sender';

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

/** Records of which another request commits a change right before the next transaction. */
function withChangeBefore(stored: Records, change: () => Promise<unknown>): Records {
  const inTransaction: Records['inTransaction'] = async (task) => {
    await change();
    return stored.inTransaction(task);
  };
  return auditingRecords({ ...stored, inTransaction }, { sender: createSenderContext() });
}

it('an account that is enabled while another administrator disables it is recorded as enabled', async () => {
  const stored = createMemoryRecords();
  const [{ id }] = [await newPerson(stored), await newPerson(stored)];
  const records = withChangeBefore(stored, () => stored.changePerson(id, { disabled: true }));
  expect(await records.changePerson(id, { disabled: false })).toMatchObject({ disabledAt: null });
  expect((await stored.listAudit({}, { limit: 5 })).map(({ action }) => action)).toEqual(['account-enabled']);
});

it('a picture that replaces one of another request is recorded with the key of that one', async () => {
  const stored = createMemoryRecords();
  const { id } = await newPerson(stored);
  const auditing = auditingRecords(stored, { sender: createSenderContext() });
  const [first, second] = [newAvatar(), newAvatar()];
  const records = withChangeBefore(stored, () => auditing.save(id, first));
  await records.save(id, second);
  const entries = await stored.listAudit({ action: 'picture-changed' }, { limit: 5 });
  expect(entries.map(({ details: { oldKey, newKey } }) => [oldKey, newKey])).toEqual([
    [first.key, second.key],
    [null, first.key],
  ]);
});
