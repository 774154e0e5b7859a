import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';

const app = await createTestApp();
const admin = app.admin();
const person = await app.open();

const LATER = new Date(Date.now() + 86_400_000).toISOString();
const ACCOUNT = { email: 'grace@example.org', name: 'Grace', password: 'correct horse battery' };

type Row = [method: string, path: string, json: object, fieldProblems: object];

it.each<Row>([
  ['POST', '/api/accounts', {}, { email: { code: 'required' }, name: { code: 'required' }, password: { code: 'required' } }],
  ['POST', '/api/accounts', { ...ACCOUNT, email: 'grace@', name: ' ' }, { email: { code: 'email' }, name: { code: 'required' } }],
  ['POST', '/api/accounts', { ...ACCOUNT, name: 'Gr\u0000ace' }, { name: { code: 'not_printable' } }],
  ['POST', '/api/accounts', { ...ACCOUNT, name: 'x'.repeat(101) }, { name: { code: 'too_long', limit: 100 } }],
  ['POST', '/api/accounts', { ...ACCOUNT, name: 7 }, { name: { code: 'invalid' } }],
  ['POST', '/api/accounts', { ...ACCOUNT, password: 'short' }, { password: { code: 'too_short', limit: 8 } }],
  ['POST', '/api/accounts', { ...ACCOUNT, password: 'x'.repeat(201) }, { password: { code: 'too_long', limit: 200 } }],
  ['POST', '/api/accounts', { ...ACCOUNT, password: 'password1' }, { password: { code: 'common_password' } }],
  ['POST', '/api/accounts', { ...ACCOUNT, password: 'grace@example.org' }, { password: { code: 'personal_password' } }],
  ['POST', '/api/accounts', { ...ACCOUNT, email: person.email }, { email: { code: 'unique' } }],
  ['POST', '/api/keys', { label: 'x', scopes: [] }, { scopes: { code: 'too_few', limit: 1 } }],
  ['POST', '/api/keys', { label: 'x', scopes: ['all'] }, { 'scopes.0': { code: 'choice' } }],
  ['POST', '/api/keys', { label: 'x', expiresAt: '2001-01-01' }, { expiresAt: { code: 'past_date' } }],
  ['POST', '/api/keys', { label: 'x', expiresAt: 'soon' }, { expiresAt: { code: 'date' } }],
  ['POST', '/api/keys', { label: 'x', color: 'red' }, { body: { code: 'unexpected' } }],
  ['PATCH', '/api/me', { timeZone: 'Mars/Olympus' }, { timeZone: { code: 'time_zone' } }],
  ['PATCH', '/api/me', { language: 'xx' }, { language: { code: 'choice' } }],
  [
    'PUT',
    '/api/me/password',
    { currentPassword: 'wrong', newPassword: 'a new long password' },
    { currentPassword: { code: 'wrong_password' } },
  ],
  ['PATCH', '/api/policy', { maxAvatarBytes: 5 }, { maxAvatarBytes: { code: 'too_small', limit: 10_000 } }],
  ['PATCH', '/api/policy', { maxAvatarBytes: 3e9 }, { maxAvatarBytes: { code: 'too_large', limit: 2_147_483_647 } }],
  ['PATCH', '/api/policy', { registrationDomains: ['not a domain'] }, { 'registrationDomains.0': { code: 'domain' } }],
  ['PATCH', `/api/people/${person.id}`, { avatarLockedUntil: LATER }, { reason: { code: 'required' } }],
  ['DELETE', `/api/people/${person.id}`, { confirm: 'x', reason: 'ada@example.org' }, { reason: { code: 'contains_email' } }],
  ['DELETE', `/api/people/${person.id}`, { confirm: 'ada@example.org' }, { confirm: { code: 'wrong_email' } }],
])('%s %s of %j names each wrong field in stable words: %j', async (method, path, json, fieldProblems) => {
  const headers = path === '/api/accounts' ? {} : path.startsWith('/api/me') || path === '/api/keys' ? person.session : admin.session;
  const problem = await (await app.ask(method, path, { headers, json })).json();
  expect(problem.fieldProblems).toEqual(fieldProblems);
  // Each has a sentence for developers too.
  expect(Object.keys(problem.fields)).toEqual(Object.keys(fieldProblems));
});
