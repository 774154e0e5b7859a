import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { basicAuth, bearer, createTestApp, type TestPerson } from '@/testing/app';
import { plain } from '@/testing/pictures';

const app = await createTestApp();
let ada: TestPerson;
let member: { Authorization: string };
let memberOfZulip: { Authorization: string };
beforeAll(async () => {
  ada = await app.open({ email: 'ada@münchen.example', name: 'Ada Lovelace' });
  await app.avatars.replace(ada.change, { bytes: await plain(64, 64, [1, 2, 3]), fileName: 'passport of Ada.png' });
  const other = await app.open();
  const key = await other.createKey(['avatar:read']);
  member = bearer(key);
  memberOfZulip = basicAuth(other.email, key);
});

describe('an anonymous client', () => {
  it('sees of Ulule’s users the public fields, and before 2018-11-26 nothing', async () => {
    const ask = (headers: Record<string, string>) => app.ask('GET', `/v1/users/${ada.id}`, { headers });
    const versions: Record<string, string>[] = [{}, { 'Ulule-Version': '2018-11-25' }, { 'Ulule-Version': 'latest' }];
    for (const version of versions) {
      const refused = await ask(version);
      expect([refused.status, await refused.json()]).toEqual([
        401,
        [{ fieldNames: [], classification: 'PermissionError', message: 'Sign in, or send Ulule-Version: 2018-11-26 or later.' }],
      ]);
      const wrong = await ask({ ...version, Authorization: `Bearer ${'A'.repeat(32)}` });
      expect([wrong.status, (await wrong.json())[0].classification]).toEqual([401, 'PermissionError']);
      expect((await ask({ ...version, ...member })).status).toBe(200);
    }
    for (const version of ['2018-11-26', '2020-10-07']) {
      const shown = await (await ask({ 'Ulule-Version': version })).json();
      expect(shown).toEqual({ id: ada.id, name: 'Ada Lovelace', avatar: expect.any(Object), has_avatar: true });
      expect(Object.keys(shown.avatar)).toEqual(['id', 'name', 'value', 'versions']);
    }
  });

  it('cannot find out under an old Ulule-Version which users exist', async () => {
    for (const id of [ada.id, 2_000_000_000]) expect((await app.ask('GET', `/v1/users/${id}`)).status).toBe(401);
  });

  it('sees neither the group nor the address of Cloudreve’s users; signed-in people see the group', async () => {
    const id = ada.hashid;
    const ask = async (headers: Record<string, string>) => (await app.ask('GET', `/user/info/${id}`, { headers })).json();
    const shown = { id, nickname: 'Ada Lovelace', avatar: 'file', created_at: ada.createdAt.toISOString() };
    expect(await ask({})).toEqual({ code: 0, data: shown, msg: '' });
    expect(await ask({ Authorization: 'Bearer garbage' })).toEqual({ code: 0, data: shown, msg: '' });
    expect(await ask(member)).toEqual({ code: 0, data: { ...shown, group: { id: expect.any(String), name: 'User' } }, msg: '' });
  });

  it('sees no users in Zulip’s API', async () => {
    for (const path of ['/api/v1/users', `/api/v1/users/${ada.id}`, '/api/v1/users/me', `/avatar/${ada.id}`]) {
      const response = await app.ask('GET', path);
      expect([response.status, await response.json()]).toEqual([
        401,
        { result: 'error', msg: 'Not logged in: API authentication or user session required', code: 'UNAUTHORIZED' },
      ]);
    }
  });

  it('sees a picture and no name in the native API', async () => {
    const response = await app.ask('GET', `/api/users/${ada.id}/avatar`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain('Ada');
    expect(text).not.toContain('@');
  });
});

it('members see each other in Zulip’s API without e-mail addresses', async () => {
  const response = await app.ask('GET', '/api/v1/users', { headers: memberOfZulip });
  const { members } = await response.json();
  const row = members.find(({ user_id }: { user_id: number }) => user_id === ada.id);
  expect(row).toMatchObject({ full_name: 'Ada Lovelace', email: `user${ada.id}@pictures.example.org`, delivery_email: null });
  expect(JSON.stringify(row)).not.toContain('xn--');
});

describe('a person with an internationalised domain', () => {
  const SPELLINGS = ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'];

  it.each(SPELLINGS)('is found by Gravatar’s clients that hash %s, by MD5 or SHA-256, in either case', async (spelling) => {
    for (const algorithm of ['md5', 'sha256']) {
      const hash = createHash(algorithm).update(spelling).digest('hex');
      for (const who of [hash, hash.toUpperCase()]) {
        const response = await app.ask('GET', `/avatar/${who}?d=404`);
        expect([who, response.status]).toEqual([who, 200]);
      }
    }
  });

  it.each([...SPELLINGS, 'ADA@MÜNCHEN.example'])('is found in Zulip’s API by %s', async (spelling) => {
    const response = await app.ask('GET', `/api/v1/users/${encodeURIComponent(spelling)}`, { headers: memberOfZulip });
    expect((await response.json()).user).toMatchObject({ user_id: ada.id });
  });
});

describe('neither an account nor a key is created', () => {
  const good = { email: 'new@example.org', name: 'New', password: 'a password of many words' };

  it.each(['\u200B', '\u3164', '\u2800', '\u202E', '\u115F \uFFA0', '\u{E0041}', '\u0301'])(
    'under a name without a visible character (%j)',
    async (name) => {
      const account = await app.ask('POST', '/api/accounts', { json: { ...good, name } });
      expect([account.status, (await account.json()).fields]).toEqual([400, { name: 'Expected a name.' }]);
      const key = await app.ask('POST', '/api/keys', { headers: ada.passwordAuth, json: { label: name } });
      expect([key.status, (await key.json()).fields]).toEqual([400, { label: 'Expected a label.' }]);
    },
  );

  it.each([
    ['password1', 'Too common: this is one of the first passwords that are tried. Expected another one.'],
    ['Sunshine!2', 'Too common: this is one of the first passwords that are tried. Expected another one.'],
    ['new@example.org', 'Too easy to guess: this is your e-mail address, your name or ours. Expected another password.'],
    ['🐎🐎🐎🐎', 'Expected at least 8 characters.'],
  ])('with the password %s', async (password, sentence) => {
    const account = await app.ask('POST', '/api/accounts', { json: { ...good, password } });
    expect([account.status, (await account.json()).fields]).toEqual([400, { password: sentence }]);
  });

  it.each(['a@xn--a.example', 'a@münchen', 'a@ü..example'])('for the address %s', async (email) => {
    const account = await app.ask('POST', '/api/accounts', { json: { ...good, email } });
    const sentence = `Expected a domain such as example.org after the @; got ${email.slice(2)}.`;
    expect([account.status, (await account.json()).fields]).toEqual([400, { email: sentence }]);
  });
});
