import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, SCOPES } from '@/lib/accounts/ports';
import { userHashid } from '@/lib/dialects/cloudreve/ids';
import { cloudreveRoutes } from '@/lib/dialects/cloudreve/routes';
import { gravatarRoutes } from '@/lib/dialects/gravatar/routes';
import { nativeRoutes } from '@/lib/dialects/native/routes';
import { ululeRoutes } from '@/lib/dialects/ulule/routes';
import { zulipRoutes } from '@/lib/dialects/zulip/routes';
import { basicAuth, type InProcess, inProcess } from '@/testing/in-process';
import { plain } from '@/testing/pictures';
import { ADDRESS } from '@/testing/requests';

let app: InProcess;
let ada: Person;
let member: { Authorization: string };
let memberOfZulip: { Authorization: string };
beforeAll(async () => {
  app = await inProcess();
  ada = await app.open('ada@münchen.example', 'Ada Lovelace');
  const change = { principal: { userId: ada.id, role: ada.role, via: 'session' as const, scopes: SCOPES }, userId: ada.id };
  await app.avatars.replace(change, { bytes: await plain(64, 64, [1, 2, 3]), fileName: 'passport of Ada.png' });
  const other = await app.open('other@example.org');
  const key = await app.key(other.id, ['avatar:read']);
  member = { Authorization: `Bearer ${key}` };
  memberOfZulip = basicAuth(other.email, key);
});
afterAll(() => app.database.close());

const get = (path: string, headers: Record<string, string> = {}) => new Request(ADDRESS + path, { headers });

describe('a stranger', () => {
  it('sees of Ulule’s users what the original shows, and before 2018-11-26 nothing', async () => {
    const ask = (headers: Record<string, string>) =>
      app.ask(ululeRoutes.user.GET, get(`/v1/users/${ada.id}`, headers), { id: String(ada.id) });
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

  it('learns over an old Ulule-Version not even who exists', async () => {
    for (const id of [String(ada.id), '2000000000']) {
      expect((await app.ask(ululeRoutes.user.GET, get(`/v1/users/${id}`), { id })).status).toBe(401);
    }
  });

  it('sees of Cloudreve’s users no group and no address; who is signed in sees the group', async () => {
    const id = userHashid(ada.id);
    const ask = async (headers: Record<string, string>) =>
      (await app.ask(cloudreveRoutes.user.GET, get(`/user/info/${id}`, headers), { id })).json();
    const shown = { id, nickname: 'Ada Lovelace', avatar: 'file', created_at: ada.createdAt.toISOString() };
    expect(await ask({})).toEqual({ code: 0, data: shown, msg: '' });
    expect(await ask({ Authorization: 'Bearer garbage' })).toEqual({ code: 0, data: shown, msg: '' });
    expect(await ask(member)).toEqual({ code: 0, data: { ...shown, group: { id: expect.any(String), name: 'User' } }, msg: '' });
  });

  it('is shown nobody by Zulip’s API', async () => {
    for (const endpoint of [zulipRoutes.users.GET, zulipRoutes.user.GET, zulipRoutes.ownUser.GET, zulipRoutes.leadToAvatar.GET]) {
      const response = await app.ask(endpoint, get('/api/v1/users'), { id: String(ada.id), who: String(ada.id) });
      expect([response.status, await response.json()]).toEqual([
        401,
        { result: 'error', msg: 'Not logged in: API authentication or user session required', code: 'UNAUTHORIZED' },
      ]);
    }
  });

  it('sees over the native API a picture and no name', async () => {
    const response = await app.ask(nativeRoutes.userAvatar.GET, get(`/api/users/${ada.id}/avatar`), { id: String(ada.id) });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain('Ada');
    expect(text).not.toContain('@');
  });
});

it('members see each other in Zulip’s API without e-mail addresses', async () => {
  const response = await app.ask(zulipRoutes.users.GET, get('/api/v1/users', memberOfZulip));
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
        const response = await app.ask(gravatarRoutes.hash.GET, get(`/avatar/${who}?d=404`), { who });
        expect([who, response.status]).toEqual([who, 200]);
      }
    }
  });

  it.each([...SPELLINGS, 'ADA@MÜNCHEN.example'])('is found in Zulip’s API by %s', async (spelling) => {
    const response = await app.ask(zulipRoutes.user.GET, get('/api/v1/users/x', memberOfZulip), { id: spelling });
    expect((await response.json()).user).toMatchObject({ user_id: ada.id });
  });
});

describe('an account is not opened, nor a key made,', () => {
  const post = (body: object, headers = {}) => new Request(`${ADDRESS}/`, { method: 'POST', body: JSON.stringify(body), headers });
  const good = { email: 'new@example.org', name: 'New', password: 'a password of many words' };

  it.each(['\u200B', '\u3164', '\u2800', '\u202E', '\u115F \uFFA0', '\u{E0041}', '\u0301'])(
    'under a name that nobody can see (%j)',
    async (name) => {
      const account = await app.ask(nativeRoutes.accounts.POST, post({ ...good, name }));
      expect([account.status, (await account.json()).fields]).toEqual([400, { name: 'Expected a name.' }]);
      const headers = basicAuth('ada@münchen.example', 'correct horse battery');
      const key = await app.ask(nativeRoutes.keys.POST, post({ label: name }, headers));
      expect([key.status, (await key.json()).fields]).toEqual([400, { label: 'Expected a label.' }]);
    },
  );

  it.each([
    ['password1', 'Too common: this is one of the first passwords that are tried. Expected another one.'],
    ['Sunshine!2', 'Too common: this is one of the first passwords that are tried. Expected another one.'],
    ['new@example.org', 'Too easy to guess: this is your e-mail address, your name or ours. Expected another password.'],
    ['🐎🐎🐎🐎', 'Expected at least 8 characters.'],
  ])('with the password %s', async (password, sentence) => {
    const account = await app.ask(nativeRoutes.accounts.POST, post({ ...good, password }));
    expect([account.status, (await account.json()).fields]).toEqual([400, { password: sentence }]);
  });

  it.each(['a@xn--a.example', 'a@münchen', 'a@ü..example'])('for the address %s', async (email) => {
    const account = await app.ask(nativeRoutes.accounts.POST, post({ ...good, email }));
    const sentence = `Expected a domain such as example.org after the @; got ${email.slice(2)}.`;
    expect([account.status, (await account.json()).fields]).toEqual([400, { email: sentence }]);
  });
});
