import { expect, it } from 'vitest';
import { createMemoryRecords } from '@/testing/memory/records';
import { createTables } from '@/testing/memory/tables';
import { createLinks } from './links';

it('a link is stored as the hash of its token, works for an hour, and once', async () => {
  const tables = createTables();
  const links = createLinks(createMemoryRecords(tables));
  const { token, expiresAt } = await links.create({ purpose: 'reset-password', email: 'ada@example.org' });
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(JSON.stringify([...tables.links])).not.toContain(token);
  const found = await links.find(token, 'reset-password');
  expect(found).toEqual({
    purpose: 'reset-password',
    userId: null,
    email: 'ada@example.org',
    data: null,
    createdAt: expect.any(Date),
    expiresAt,
  });
  expect(expiresAt.getTime() - (found?.createdAt.getTime() ?? 0)).toBeGreaterThan(3_590_000);
  expect(expiresAt.getTime() - (found?.createdAt.getTime() ?? 0)).toBeLessThanOrEqual(3_600_000);
  expect(await links.take(token, 'verify-address')).toBeNull();
  expect(await links.take(token, 'reset-password')).toEqual(found);
  expect([await links.find(token, 'reset-password'), await links.take(token, 'reset-password')]).toEqual([null, null]);
});

it.each(['', 'a', `${'a'.repeat(43)}=`, `${'a'.repeat(42)}\0`, 'a'.repeat(44)])('malformed tokens are not looked up: %j', async (token) => {
  const links = createLinks(createMemoryRecords());
  expect([await links.find(token, 'reset-password'), await links.take(token, 'reset-password')]).toEqual([null, null]);
});
