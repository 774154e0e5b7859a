import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';

const app = await createTestApp();
const owner = await openOwner(app);
const person = await app.open();

it('POST /api/accounts – 201, with the address in lower case', async () => {
  const json = { email: 'Grace.Hopper@Example.ORG', name: ' Grace ', password: 'long enough' };
  const response = await app.ask('POST', '/api/accounts', { json });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({
    id: expect.any(Number),
    email: 'grace.hopper@example.org',
    name: 'Grace',
    publicName: null,
    language: null,
    timeZone: null,
    role: 'member',
    createdAt: expect.any(String),
  });
});

it('POST /api/accounts – the same address in another case → 409 email_taken', async () => {
  const json = { email: person.email.toUpperCase(), name: 'Eve', password: 'long enough' };
  const response = await app.ask('POST', '/api/accounts', { json });
  expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 409, code: 'email_taken' });
});

const EMAIL = 'Expected an e-mail address such as ada@example.org.';
const INVALID: [fields: object, wrong: Record<string, string>][] = [
  [{}, { email: 'Expected an e-mail address.', name: 'Expected a name.', password: 'Expected a password.' }],
  [{ email: 'nobody', name: 'x', password: 'long enough' }, { email: EMAIL }],
  [
    { email: 'a@example.org', name: '   ', password: 'short' },
    { name: 'Expected a name.', password: 'Expected at least 8 characters.' },
  ],
  [
    { email: `${'a'.repeat(250)}@example.org`, name: 'x'.repeat(101), password: 'p'.repeat(201) },
    {
      email: 'Too long for an e-mail address.',
      name: 'Expected at most 100 characters.',
      password: 'Expected at most 200 characters.',
    },
  ],
];
for (const [json, wrong] of INVALID) {
  const names = Object.keys(wrong).join(', ');
  it(`POST /api/accounts – ${JSON.stringify(json).slice(0, 60)} → 400 with the expected value of ${names}`, async () => {
    const response = await app.ask('POST', '/api/accounts', { json });
    expect(response.status).toBe(400);
    const { code, fields } = await response.json();
    expect({ code, fields }).toEqual({ code: 'invalid_request', fields: wrong });
  });
}

it.each([
  ['', 'invalid_request'],
  ['no json', 'malformed_body'],
  ['[]', 'invalid_request'],
  ['{"email":', 'malformed_body'],
  ['\xff', 'malformed_body'],
])('POST /api/accounts – the body %j → 400 %s', async (body, code) => {
  const headers = { 'Content-Type': 'application/json' };
  const response = await app.ask('POST', '/api/accounts', { headers, body: Buffer.from(body, 'latin1') });
  expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 400, code });
});

it('control characters are refused in names and passwords, and become spaces in descriptions', async () => {
  const json = { email: 'control@example.org', name: 'A\0da', password: 'long enough' };
  const account = await app.ask('POST', '/api/accounts', { json });
  expect({ status: account.status, fields: (await account.json()).fields }).toEqual({ status: 400, fields: { name: expect.any(String) } });
  const login = { Authorization: `Basic ${btoa('a\0@example.org:password')}` };
  expect((await app.ask('POST', '/api/keys', { headers: login })).status).toBe(401);
  const described = await app.ask('PATCH', '/api/me/avatar', { headers: owner.auth, json: { alt: 'one\0two' } });
  expect((await described.json()).alt).toBe('one two');
});

it('POST /api/accounts – refused from a page of another site', async () => {
  const body = JSON.stringify({ email: 'eve@example.org', name: 'Eve', password: 'long enough' });
  const headers = { 'Content-Type': 'text/plain', Origin: 'https://evil.example' };
  const response = await app.ask('POST', '/api/accounts', { headers, body });
  expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 403, code: 'cross_origin' });
});

it('GET /api/me – the person, with the picture and without the password', async () => {
  const me = await (await app.ask('GET', '/api/me', { headers: owner.auth })).json();
  expect(Object.keys(me).sort()).toEqual(['avatar', 'createdAt', 'email', 'id', 'language', 'name', 'publicName', 'role', 'timeZone']);
  expect(me).toMatchObject({ id: owner.id, email: owner.email, name: owner.name, avatar: { source: 'upload' } });
});

it('GET /api/limits – the limits of uploads, public', async () => {
  const limited = await createTestApp({ maxUploadBytes: 300_000 });
  const limits = await (await limited.ask('GET', '/api/limits')).json();
  expect(limits).toMatchObject({
    maxBytes: 300_000,
    maxPixels: 90_000_000,
    maxFrames: 1000,
    outputFormats: ['webp', 'avif', 'jpg', 'png'],
  });
  expect(limits.formats.map(({ format }: { format: string }) => format)).toEqual(['jpeg', 'png', 'webp', 'gif', 'avif', 'heic']);
});
