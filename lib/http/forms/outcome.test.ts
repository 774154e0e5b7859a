import { expect, it } from 'vitest';
import { type FormOutcome, OUTCOME_SECONDS, openOutcome, outcomeCookie, sealOutcome } from './outcome';

const SECRET = 'a secret';
const OUTCOME: FormOutcome = { form: 'keys', personId: 1, failure: null, values: { label: 'Backup' }, done: { key: 'k'.repeat(32) } };

it('the outcome of a form is read back, and its cookie tells nothing of it', () => {
  const { id, value } = sealOutcome(OUTCOME, SECRET);
  expect(openOutcome(value, id, SECRET)).toEqual(OUTCOME);
  expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain('kkk');
});

it('is null for another page, another secret, changed bytes, and after a minute', () => {
  const now = Date.now();
  const { id, value } = sealOutcome(OUTCOME, SECRET, now);
  const bytes = Buffer.from(value, 'base64url');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  expect(openOutcome(value, 'another', SECRET)).toBeNull();
  expect(openOutcome(value, id, 'another secret')).toBeNull();
  expect(openOutcome(bytes.toString('base64url'), id, SECRET)).toBeNull();
  expect(openOutcome('x', id, SECRET)).toBeNull();
  expect(openOutcome(value, id, SECRET, now + OUTCOME_SECONDS * 1000)).toBeNull();
});

it.each<[string, Partial<FormOutcome>]>([
  ['long values', { values: Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`field${at}`, '面'.repeat(320)])) }],
  ['a long list', { failure: { code: 'registration_refused', detail: 'x', details: { domains: Array(500).fill('example.org') } } }],
])('fits into a cookie with %s', (_what, changed) => {
  const { id, value } = sealOutcome({ ...OUTCOME, ...changed }, SECRET);
  expect(outcomeCookie(value, '/sign-up', 'https://example.org').length).toBeLessThan(4096);
  expect(openOutcome(value, id, SECRET)?.failure?.code).toBe(changed.failure?.code);
});

it('its cookie is for one page and not for scripts, and only over HTTPS where that is the address', () => {
  expect(outcomeCookie('x', '/sign-up', 'https://example.org')).toBe(
    'likeness-form=x; Path=/sign-up; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
  );
  expect(outcomeCookie(null, '/sign-up', 'http://localhost:3000')).toContain('likeness-form=; Path=/sign-up; Max-Age=0');
});
