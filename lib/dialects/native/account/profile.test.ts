import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { me as schema } from './account-schemas';

const app = await createTestApp();

let ada: TestPerson;
beforeEach(async () => {
  ada = await app.open({ name: 'Augusta Ada King' });
});

const change = (json: object) => app.ask('PATCH', '/api/me', { headers: ada.session, json });
const read = async (path: string, headers: Record<string, string> = {}) => (await app.ask('GET', path, { headers })).json();

describe('PATCH /api/me', () => {
  it('changes the fields that it has, and null takes them back', async () => {
    const profile = { publicName: 'Ada', language: 'zh-Hans', timeZone: 'Europe/Berlin' };
    expect(await (await change({ ...profile, publicName: '  Ada  ' })).json()).toMatchObject({ name: 'Augusta Ada King', ...profile });
    expect(await (await change({ language: null })).json()).toMatchObject({ ...profile, language: null });
    expect(schema.parse(await read('/api/me', ada.session))).toMatchObject({ ...profile, language: null });
    const none = { publicName: null, language: null, timeZone: null };
    expect(await (await change(none)).json()).toMatchObject({ name: 'Augusta Ada King', ...none });
  });

  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['UTC', 'UTC'],
  ])('keeps the time zone %s as %s', async (timeZone, kept) => {
    expect(await (await change({ timeZone })).json()).toMatchObject({ timeZone: kept });
  });

  it.each([
    [{ publicName: '' }, { publicName: 'Expected a name, or null.' }],
    [{ publicName: 'a\u0000b' }, { publicName: 'Expected no control characters.' }],
    [{ publicName: 'a'.repeat(101) }, { publicName: 'Expected at most 100 characters.' }],
    [{ name: null }, { name: 'Expected a name.' }],
    [{ language: 'zh' }, { language: 'Expected one of en, de, fr, es, ja, zh-Hans, ar, or null.' }],
    [{ timeZone: 'Europe/Atlantis' }, { timeZone: 'Expected a time zone such as Europe/Berlin, or null.' }],
    [{ timeZone: '+01:00' }, { timeZone: 'Expected a time zone such as Europe/Berlin, or null.' }],
    [{ timeZone: 1 }, { timeZone: 'Expected a time zone such as Europe/Berlin, or null.' }],
  ])('refuses %j', async (json, fields) => {
    const refused = await change(json);
    expect([refused.status, (await refused.json()).fields]).toEqual([400, fields]);
  });

  it('is refused to API keys, and is in the audit log by the names of the fields', async () => {
    expect((await app.ask('PATCH', '/api/me', { headers: ada.auth, json: { publicName: 'Eve' } })).status).toBe(403);
    await change({ publicName: 'Ada', timeZone: 'Europe/Berlin' });
    const { entries } = await read(`/api/audit?subject=${ada.id}&action=profile-changed`, app.admin().session);
    expect(entries).toMatchObject([{ details: { fields: ['timeZone', 'publicName'] } }]);
  });
});

describe('the public name', () => {
  /** The name under which each API shows a person: to others, and to applications that the person has signed in to. */
  async function names(): Promise<Record<string, unknown>> {
    const { members } = await read('/api/v1/users', app.admin().basic);
    const listed = members.find(({ user_id }: { user_id: number }) => user_id === ada.id);
    const modern = { ...ada.auth, 'Ulule-Version': '2020-10-07' };
    const json = { email: ada.email, password: ada.password };
    return {
      'Zulip, in the list': listed.full_name,
      'Zulip, alone': (await read(`/api/v1/users/${ada.id}`, app.admin().basic)).user.full_name,
      'Zulip, of oneself': (await read('/api/v1/users/me', ada.basic)).full_name,
      'Cloudreve, of others': (await read(`/user/info/${ada.hashid}`)).data.nickname,
      'Cloudreve, of oneself': (await read('/user/me', ada.auth)).data.nickname,
      'Cloudreve, at sign-in': (await (await app.ask('POST', '/session/token', { json })).json()).data.user.nickname,
      'Cloudreve, for applications': (await read('/session/oauth/userinfo', ada.auth)).name,
      'Ulule, of others': (await read(`/v1/users/${ada.id}`, modern)).name,
      'Ulule, of oneself': (await read('/v1/me', modern)).name,
      MyCargoExtra: (await read('/api/v1/user/check', ada.auth)).name,
    };
  }

  it('is what every API shows, and the name is for its owner and administrators', async () => {
    const all = await names();
    expect(new Set(Object.values(all))).toEqual(new Set(['Augusta Ada King']));
    await change({ publicName: 'Ada' });
    expect(await names()).toEqual(Object.fromEntries(Object.keys(all).map((api) => [api, 'Ada'])));
    expect(await read('/api/me', ada.session)).toMatchObject({ name: 'Augusta Ada King', publicName: 'Ada' });
    expect(await read(`/api/people/${ada.id}`, app.admin().session)).toMatchObject({ name: 'Augusta Ada King', publicName: 'Ada' });
    await change({ publicName: null });
    expect(await names()).toEqual(all);
  });

  it('is where the initials are from', async () => {
    const initials = async (query = '') => {
      const hash = createHash('md5').update(ada.email).digest('hex');
      return Buffer.from(await (await app.ask('GET', `/avatar/${hash}.png?d=initials${query}`)).arrayBuffer());
    };
    await change({ publicName: 'Grace Hopper' });
    expect((await initials()).equals(await initials('&name=Grace+Hopper'))).toBe(true);
    await change({ publicName: null });
    expect((await initials()).equals(await initials('&name=Grace+Hopper'))).toBe(false);
  });
});
