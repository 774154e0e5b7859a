import { beforeEach, expect, it } from 'vitest';
import { bearer, createTestApp } from '@/testing/app';
import { wireOf } from '@/testing/in-process/wire';

const app = await createTestApp();
const admin = app.admin();
const owner = await app.open();

/** The policy until an administrator changes it. */
const OPEN = {
  avatarChangesDisabled: false,
  maxAvatarBytes: null,
  acceptedFormats: [],
  registration: 'open',
  registrationDomains: [],
  hashLookup: true,
};
const SHOWN = { ...OPEN, fixed: [] };

const policyOf = (headers: Record<string, string>) => app.ask('GET', '/api/policy', { headers });
const patch = (headers: Record<string, string>, body: string) => app.ask('PATCH', '/api/policy', { headers, body });

beforeEach(async () => {
  expect((await patch(admin.session, JSON.stringify(OPEN))).status).toBe(200);
});

it('GET and PATCH /api/policy – the administrator sees it and changes only the named fields', async () => {
  expect(await wireOf(await policyOf(admin.auth))).toEqual({ status: 200, body: SHOWN });
  const steps: [object, object][] = [
    [{ maxAvatarBytes: 20_000 }, { ...SHOWN, maxAvatarBytes: 20_000 }],
    [{ acceptedFormats: ['png', 'gif', 'png'] }, { ...SHOWN, maxAvatarBytes: 20_000, acceptedFormats: ['png', 'gif'] }],
    [{}, { ...SHOWN, maxAvatarBytes: 20_000, acceptedFormats: ['png', 'gif'] }],
    [
      { maxAvatarBytes: null, acceptedFormats: [], avatarChangesDisabled: true },
      { ...SHOWN, avatarChangesDisabled: true },
    ],
    [
      { registration: 'domains', registrationDomains: ['Example.org', 'münchen.example', 'example.org'] },
      { ...SHOWN, avatarChangesDisabled: true, registration: 'domains', registrationDomains: ['example.org', 'xn--mnchen-3ya.example'] },
    ],
  ];
  for (const [sent, expected] of steps) {
    expect(await wireOf(await patch(admin.session, JSON.stringify(sent)))).toEqual({ status: 200, body: expected });
    expect(await wireOf(await policyOf(admin.auth))).toEqual({ status: 200, body: expected });
  }
});

it('PATCH /api/policy – an API key changes the rules of pictures, and not who may open an account', async () => {
  expect((await patch(admin.auth, '{"maxAvatarBytes":20000}')).status).toBe(200);
  for (const body of ['{"registration":"open"}', '{"registrationDomains":["evil.example"]}']) {
    expect(await wireOf(await patch(admin.auth, body))).toEqual({ status: 403, body: expect.objectContaining({ code: 'forbidden' }) });
  }
  expect((await patch(admin.auth, '{"maxAvatarBytes":null}')).status).toBe(200);
});

const WRONG: { name: string; body: string; code: string; field?: string }[] = [
  { name: 'text for true', body: '{"avatarChangesDisabled":"yes"}', code: 'invalid_request', field: 'avatarChangesDisabled' },
  { name: '9,999 bytes', body: '{"maxAvatarBytes":9999}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'half a byte', body: '{"maxAvatarBytes":20000.5}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'more bytes than fit', body: '{"maxAvatarBytes":2147483648}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'an unknown format', body: '{"acceptedFormats":["bmp"]}', code: 'invalid_request', field: 'acceptedFormats.0' },
  { name: 'one format without a list', body: '{"acceptedFormats":"png"}', code: 'invalid_request', field: 'acceptedFormats' },
  { name: 'an unknown field', body: '{"avatarChangesDisabled":true,"locked":true}', code: 'invalid_request', field: 'body' },
  { name: 'an unknown mode', body: '{"registration":"secret"}', code: 'invalid_request', field: 'registration' },
  { name: 'an address for a domain', body: '{"registrationDomains":["a@b"]}', code: 'invalid_request', field: 'registrationDomains.0' },
  { name: 'a list', body: '[]', code: 'invalid_request', field: 'body' },
  { name: 'no body', body: '', code: 'invalid_request', field: 'body' },
  { name: 'no JSON', body: '{', code: 'malformed_body' },
];

for (const { name, body, code, field } of WRONG) {
  it(`PATCH /api/policy – ${name} → 400 ${code}, and nothing changed`, async () => {
    const fields = field && { fields: { [field]: expect.any(String) } };
    expect(await wireOf(await patch(admin.auth, body))).toEqual({ status: 400, body: expect.objectContaining({ code, ...fields }) });
    expect(await (await policyOf(admin.auth)).json()).toEqual(SHOWN);
  });
}

it('GET and PATCH /api/policy – 403 for members, 401 without credentials and for the password of the administrator', async () => {
  const attempts: [string, Record<string, string>, number, string][] = [
    ['a member', owner.auth, 403, 'forbidden'],
    ['a key of the administrator that may only read', bearer(await admin.createKey(['avatar:read'])), 403, 'forbidden'],
    ['a stranger', {}, 401, 'not_authenticated'],
    ["the administrator's password", admin.passwordAuth, 401, 'invalid_credentials'],
  ];
  for (const [who, headers, status, code] of attempts) {
    for (const response of [await policyOf(headers), await patch(headers, '{"avatarChangesDisabled":true}')]) {
      expect({ who, status: response.status, code: (await response.json()).code }).toEqual({ who, status, code });
    }
  }
  const foreign = await patch({ ...admin.session, Origin: 'https://evil.example' }, '{}');
  expect((await foreign.json()).code).toBe('cross_origin');
  expect(await (await policyOf(admin.auth)).json()).toEqual(SHOWN);
});
