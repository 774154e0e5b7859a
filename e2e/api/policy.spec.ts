import { signInCookie } from '../people';
import { expect } from './fixtures';
import { OPEN, patch, policyOf, test } from './policy-fixtures';
import { answered, basic } from './ulule-fixtures';

test('GET and PATCH /api/policy – the administrator sees it and changes what is named, nothing else', async ({
  server,
  admin,
  owner: _,
}) => {
  expect(await answered(await policyOf(server, admin.auth))).toEqual({ status: 200, body: OPEN });
  const steps: [object, object][] = [
    [{ maxAvatarBytes: 20_000 }, { ...OPEN, maxAvatarBytes: 20_000 }],
    [{ acceptedFormats: ['png', 'gif', 'png'] }, { avatarChangesDisabled: false, maxAvatarBytes: 20_000, acceptedFormats: ['png', 'gif'] }],
    [{}, { avatarChangesDisabled: false, maxAvatarBytes: 20_000, acceptedFormats: ['png', 'gif'] }],
    [
      { maxAvatarBytes: null, acceptedFormats: [], avatarChangesDisabled: true },
      { ...OPEN, avatarChangesDisabled: true },
    ],
  ];
  for (const [sent, expected] of steps) {
    expect(await answered(await patch(server, admin.auth, JSON.stringify(sent)))).toEqual({ status: 200, body: expected });
    expect(await answered(await policyOf(server, admin.auth))).toEqual({ status: 200, body: expected });
  }
});

const wrong: { name: string; body: string; code: string; field?: string }[] = [
  { name: 'text for true', body: '{"avatarChangesDisabled":"yes"}', code: 'invalid_request', field: 'avatarChangesDisabled' },
  { name: '9,999 bytes', body: '{"maxAvatarBytes":9999}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'half a byte', body: '{"maxAvatarBytes":20000.5}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'more bytes than fit', body: '{"maxAvatarBytes":2147483648}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'an unknown format', body: '{"acceptedFormats":["bmp"]}', code: 'invalid_request', field: 'acceptedFormats.0' },
  { name: 'one format without a list', body: '{"acceptedFormats":"png"}', code: 'invalid_request', field: 'acceptedFormats' },
  { name: 'an unknown field', body: '{"avatarChangesDisabled":true,"locked":true}', code: 'invalid_request', field: 'body' },
  { name: 'a list', body: '[]', code: 'invalid_request', field: 'body' },
  { name: 'no body', body: '', code: 'invalid_request', field: 'body' },
  { name: 'no JSON', body: '{', code: 'malformed_body' },
];
for (const { name, body, code, field } of wrong) {
  test(`PATCH /api/policy – ${name} → 400 ${code}, and nothing changed`, async ({ server, admin, owner: _ }) => {
    const { status, body: problem } = await answered(await patch(server, admin.auth, body));
    const fields = field && { fields: { [field]: expect.any(String) } };
    expect({ status, problem }).toEqual({ status: 400, problem: expect.objectContaining({ code, ...fields }) });
    expect(await (await policyOf(server, admin.auth)).json()).toEqual(OPEN);
  });
}

test('GET and PATCH /api/policy – members 403, strangers 401, also with what else an administrator has', async ({
  server,
  admin,
  owner,
}) => {
  const key = await fetch(`${server.baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basic(admin.email, admin.password), 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: ['avatar:read'] }),
  });
  const attempts: [string, Record<string, string>, number, string][] = [
    ['a member', owner.auth, 403, 'forbidden'],
    ['a key of the administrator that may only read', { Authorization: `Bearer ${(await key.json()).key}` }, 403, 'forbidden'],
    ['nobody', {}, 401, 'not_authenticated'],
    ["the administrator's password", basic(admin.email, admin.password), 401, 'invalid_credentials'],
  ];
  for (const [who, headers, status, code] of attempts) {
    for (const response of [await policyOf(server, headers), await patch(server, headers, '{"avatarChangesDisabled":true}')]) {
      expect({ who, status: response.status, code: (await response.json()).code }).toEqual({ who, status, code });
    }
  }
  const foreign = await patch(server, { Cookie: await signInCookie(server.baseURL, admin), Origin: 'https://evil.example' }, '{}');
  expect((await foreign.json()).code).toBe('cross_origin');
  expect(await (await policyOf(server, admin.auth)).json()).toEqual(OPEN);
});
