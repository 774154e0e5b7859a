import { describe, expect, it } from 'vitest';
import type { AuditFilter } from '@/lib/audit/ports';
import { basicAuth, createTestApp, type TestPerson } from '@/testing/app';
import { tiny } from '@/testing/in-process/pictures';
import { signInByForm } from '@/testing/in-process/sign-in';
import { hex } from '@/testing/records';
import * as schemas from './audit-schemas';

const app = await createTestApp();
const admin = app.admin();
const FROM = '203.0.113.7';

type Options = NonNullable<Parameters<typeof app.ask>[2]>;
const ask = (method: string, path: string, options: Options = {}) => app.ask(method, path, { from: FROM, ...options });
const asAdmin = (method: string, path: string, json?: object) => ask(method, path, { headers: admin.session, json });
const png = await tiny('png', [200, 30, 90]);

/** Entries about a person, oldest first, since they have opened their account. */
async function recorded({ id }: TestPerson, filter: AuditFilter = {}) {
  const entries = await app.records.listAudit({ subjectId: id, ...filter }, { limit: 100 });
  return entries.reverse().map(({ id: _id, at: _at, subjectId: _subject, ...entry }) => entry);
}

/** Runs a change, and returns what was recorded about the person by that. */
async function by(person: TestPerson, change: () => Promise<unknown>) {
  const before = (await recorded(person)).length;
  await change();
  return (await recorded(person)).slice(before);
}

const own = ({ id }: TestPerson, action: string, details = {}) => ({ actor: 'person', actorId: id, action, address: FROM, details });
const byAdmin = (action: string, details = {}) => own(admin, action, details);
const keyOf = async ({ id }: TestPerson) => (await app.avatars.stateOf(id)).avatar?.key ?? null;

describe('the audit log records', () => {
  it('signing up, signing in and signing out, in browsers and through other APIs', async () => {
    const account = { email: 'grace@example.org', name: 'Grace', password: 'correct horse battery' };
    const { id } = await (await ask('POST', '/api/accounts', { json: account })).json();
    const ada = { ...(await app.open()), id, email: account.email, password: account.password };
    expect(await recorded(ada)).toEqual([own(ada, 'account-created', { role: 'member' })]);
    const signIn = () => signInByForm(app, ada.email, ada.password, FROM);
    expect(await by(ada, signIn)).toEqual([own(ada, 'sign-in', { issuer: null })]);
    let refresh = '';
    const atCloudreve = async () => {
      const { email, password } = ada;
      refresh = (await (await ask('POST', '/session/token', { json: { email, password } })).json()).data.token.refresh_token;
    };
    expect(await by(ada, atCloudreve)).toEqual([own(ada, 'sign-in', { issuer: 'cloudreve' })]);
    const signOut = () => ask('DELETE', '/session/token', { json: { refresh_token: refresh } });
    expect(await by(ada, signOut)).toEqual([own(ada, 'sign-out', { issuer: 'cloudreve' })]);
    expect(await by(ada, signOut)).toEqual([]);
  });

  it('the end of sessions, a new name and a new password', async () => {
    const ada = await app.open();
    const { session: headers, sessionId, password } = ada;
    await signInByForm(app, ada.email, password);
    expect(await by(ada, () => ask('DELETE', '/api/me/sessions', { headers }))).toEqual([own(ada, 'sessions-ended')]);
    expect(await by(ada, () => ask('PATCH', '/api/me', { headers, json: { name: 'Ada King' } }))).toEqual([
      own(ada, 'profile-changed', { fields: ['name'] }),
    ]);
    const json = { currentPassword: password, newPassword: 'a new long password' };
    expect(await by(ada, () => ask('PUT', '/api/me/password', { headers, json }))).toEqual([own(ada, 'password-changed')]);
    expect(await by(ada, () => ask('DELETE', `/api/me/sessions/${sessionId}`, { headers }))).toEqual([own(ada, 'sign-out')]);
  });

  it('keys', async () => {
    const ada = await app.open();
    const headers = ada.session;
    let id = 0;
    const create = async () => {
      id = (await (await ask('POST', '/api/keys', { headers, json: { scopes: ['avatar:read'] } })).json()).id;
    };
    expect(await by(ada, create)).toEqual([own(ada, 'key-created', { keyId: expect.any(Number), scopes: ['avatar:read'] })]);
    expect(await by(ada, () => ask('DELETE', `/api/keys/${id}`, { headers }))).toEqual([own(ada, 'key-revoked', { keyId: id })]);
    const regenerate = () => ask('POST', '/api/v1/users/me/api_key/regenerate', { headers: ada.basic });
    expect(await by(ada, regenerate)).toEqual([own(ada, 'key-replaced')]);
  });

  it.each<[api: string, upload: (ada: TestPerson) => Promise<Response>]>([
    ['native', (ada) => ask('PUT', '/api/me/avatar', { headers: ada.auth, body: png })],
    ['cloudreve', (ada) => ask('PUT', '/user/setting/avatar', { headers: ada.auth, body: new Blob([png]) })],
    ['mycargoextra', (ada) => ask('PATCH', '/api/v1/user/avatar', { headers: ada.auth, body: form('avatar') })],
    ['zulip', (ada) => ask('POST', '/api/v1/users/me/avatar', { headers: ada.basic, body: form('file') })],
    ['ulule', (ada) => ask('POST', `/v1/users/${ada.id}/avatars`, { headers: ada.auth, body: form('image') })],
  ])('both keys of a picture that is changed through %s', async (_api, upload) => {
    const ada = await app.open();
    const entries = await by(ada, () => upload(ada));
    const first = await keyOf(ada);
    expect(first).not.toBeNull();
    expect(entries).toEqual([own(ada, 'picture-changed', { oldKey: null, newKey: first, source: 'upload' })]);
    const remove = await by(ada, () => ask('DELETE', '/api/me/avatar', { headers: ada.auth }));
    expect(remove).toEqual([own(ada, 'picture-changed', { oldKey: first, newKey: null, source: 'none' })]);
  });

  it('restored, described and reframed pictures', async () => {
    const ada = await app.open();
    const headers = ada.auth;
    for (let at = 0; at < 2; at += 1) await ask('PUT', '/api/me/avatar', { headers, body: png });
    const [current, earlier] = await app.avatars.historyOf(ada.id);
    const restore = await by(ada, () => ask('POST', `/api/me/avatars/${earlier?.id}/restore`, { headers }));
    expect(restore).toEqual([own(ada, 'picture-changed', { oldKey: current?.key, newKey: await keyOf(ada), source: 'upload' })]);
    const describe = () => ask('PATCH', '/api/me/avatar', { headers, json: { alt: 'Ada' } });
    expect(await by(ada, describe)).toEqual([own(ada, 'picture-described')]);
  });

  it('what administrators do to others, and sign-ins that they have refused by that', async () => {
    const ada = await app.open();
    const path = `/api/people/${ada.id}`;
    expect(await by(ada, () => asAdmin('PATCH', path, { role: 'admin' }))).toEqual([byAdmin('role-changed', { role: 'admin' })]);
    expect(await by(ada, () => asAdmin('PATCH', path, { role: 'admin' }))).toEqual([]);
    const both = await by(ada, () => asAdmin('PATCH', path, { role: 'member', disabled: true }));
    expect(both).toEqual([byAdmin('role-changed', { role: 'member' }), byAdmin('account-disabled')]);
    expect(await by(ada, () => signInByForm(app, ada.email, ada.password, FROM))).toEqual([own(ada, 'sign-in-refused')]);
    const basic = basicAuth(ada.email, ada.password);
    expect(await by(ada, () => ask('GET', '/v1/me', { headers: basic }))).toEqual([own(ada, 'sign-in-refused')]);
    expect(await by(ada, () => signInByForm(app, ada.email, 'wrong password', FROM))).toEqual([]);
    expect(await by(ada, () => asAdmin('PATCH', path, { disabled: false }))).toEqual([byAdmin('account-enabled')]);
    await ada.signIn();
    expect(await by(ada, () => asAdmin('DELETE', `${path}/sessions`))).toEqual([byAdmin('sessions-ended')]);
  });

  it('the client address as people write it, also on a socket that takes both protocols', async () => {
    const ada = await app.open();
    const rename = () => ask('PATCH', '/api/me', { headers: ada.session, json: { name: 'Countess' }, from: `::ffff:${FROM}` });
    expect(await by(ada, rename)).toMatchObject([{ address: FROM }]);
  });

  it('addresses and the policy, without an e-mail address', async () => {
    const ada = await app.open();
    const added = await by(ada, () =>
      ask('POST', '/api/me/addresses', { headers: ada.session, json: { email: 'ada@other.example', password: ada.password } }),
    );
    expect(added).toEqual([own(ada, 'address-added', { addressId: expect.any(Number) })]);
    const { id } = await app.records.addAddress(ada.id, { email: 'spare@other.example', proof: 'link' });
    const address = `/api/me/addresses/${id}`;
    expect(await by(ada, () => ask('PATCH', address, { headers: ada.session, json: { hashLookup: false } }))).toEqual([
      own(ada, 'address-changed', { addressId: id, hashLookup: false }),
    ]);
    expect(await by(ada, () => ask('DELETE', address, { headers: ada.session }))).toEqual([own(ada, 'address-removed', { addressId: id })]);
    await asAdmin('PATCH', '/api/policy', { maxAvatarBytes: 900_000, registration: 'domains', registrationDomains: ['example.org'] });
    const [policy] = await app.records.listAudit({ action: 'policy-changed' }, { limit: 1 });
    expect(policy).toMatchObject({
      ...byAdmin('policy-changed', {
        avatarChangesDisabled: false,
        maxAvatarBytes: 900_000,
        acceptedFormats: [],
        registration: 'domains',
        registrationDomains: ['example.org'],
      }),
      subjectId: null,
    });
    await asAdmin('PATCH', '/api/policy', { registration: 'open' });
    const everything = JSON.stringify(await app.records.listAudit({}, { limit: 1000 }));
    expect(everything).not.toContain('@');
  });

  it('invites, with the role that they grant', async () => {
    const { id } = await (await asAdmin('POST', '/api/invites', { role: 'admin', email: 'new@example.org' })).json();
    await asAdmin('DELETE', `/api/invites/${id}`);
    await asAdmin('DELETE', `/api/invites/${id}`);
    const entries = await app.records.listAudit({ actorId: admin.id }, { limit: 2 });
    expect(entries).toMatchObject([
      byAdmin('invite-withdrawn', { inviteId: id }),
      byAdmin('invite-created', { inviteId: id, role: 'admin' }),
    ]);
  });

  it('an account that a mailed link opens, and its role', async () => {
    const sha256 = hex(32);
    const data = { name: 'Grace', passwordHash: 'a hash', role: 'admin' };
    const expiresAt = new Date(Date.now() + 60_000);
    await app.records.createLink({ purpose: 'sign-up', email: 'linked@example.org', userId: null, sha256, data, expiresAt });
    const { userId = 0 } = (await app.records.confirmAddress(sha256, { generatedKey: hex(), now: new Date() })) ?? {};
    const entries = await app.records.listAudit({ subjectId: userId }, { limit: 5 });
    expect(entries.map(({ action, details }) => [action, details])).toEqual([
      ['address-verified', { lostBy: null }],
      ['account-created', { role: 'admin' }],
    ]);
  });

  it('a deletion in seven days, and that the account stays after all', async () => {
    const ada = await app.open();
    const remove = () => ask('DELETE', '/api/me', { headers: ada.session, json: { password: ada.password } });
    expect(await by(ada, remove)).toEqual([own(ada, 'deletion-scheduled')]);
    expect(await by(ada, () => ask('DELETE', '/api/me/deletion', { headers: ada.session }))).toEqual([own(ada, 'deletion-cancelled')]);
  });

  it('the deletion of an account, after which its entries stay', async () => {
    const ada = await app.open();
    await ask('DELETE', '/api/me', { headers: ada.session, json: { password: ada.password, now: true } });
    expect(await app.records.personById(ada.id)).toBeNull();
    expect((await recorded(ada)).map(({ action }) => action)).toEqual(['account-created', 'sign-in', 'key-created', 'account-deleted']);
  });

  it('tasks of the server as such', async () => {
    const ada = await app.open();
    await app.records.changeProfile(ada.id, { name: 'Renamed' });
    const details = { fields: ['name'] };
    expect((await recorded(ada)).at(-1)).toEqual({ actor: 'system', actorId: null, action: 'profile-changed', address: null, details });
  });

  it('nothing that fails', async () => {
    const ada = await app.open();
    expect(await by(ada, () => ask('PUT', '/api/me/avatar', { headers: ada.auth, body: 'no picture' }))).toEqual([]);
  });
});

function form(field: string): FormData {
  const data = new FormData();
  data.append(field, new Blob([png], { type: 'image/png' }), 'me.png');
  return data;
}

describe('GET /api/audit', () => {
  it('lists entries in pages, by actor, subject, action and time', async () => {
    const ada = await app.open();
    const page = async (query: string) => schemas.auditPage.parse(await (await asAdmin('GET', `/api/audit?${query}`)).json());
    const first = await page(`subject=${ada.id}&limit=2`);
    expect(first.entries.map(({ action }) => action)).toEqual(['key-created', 'sign-in']);
    const second = await page(`subject=${ada.id}&limit=2&cursor=${first.next}`);
    expect([second.entries.map(({ action }) => action), second.next]).toEqual([['account-created'], null]);
    expect((await page(`subject=${ada.id}&action=sign-in&actor=`)).entries).toHaveLength(1);
    expect((await page(`subject=${ada.id}&before=2020-01-01`)).entries).toEqual([]);
    await asAdmin('PATCH', `/api/people/${ada.id}`, { disabled: true });
    expect((await page(`subject=${ada.id}&actor=${admin.id}`)).entries).toMatchObject([{ action: 'account-disabled', address: FROM }]);
    for (const query of ['action=x', 'actor=x', 'before=x', 'limit=101'])
      expect((await asAdmin('GET', `/api/audit?${query}`)).status).toBe(400);
  });

  it('exports every entry as a line of JSON, in batches', async () => {
    const subjectId = 1_000_000;
    for (let count = 0; count < 501; count += 1)
      await app.records.appendAudit({ actor: 'system', actorId: null, action: 'sign-in', subjectId, address: null, details: { count } });
    const response = await asAdmin('GET', `/api/audit/export?subject=${subjectId}`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    const entries = lines.map((line) => schemas.auditEntry.parse(JSON.parse(line)));
    expect(entries.map(({ details }) => details.count)).toEqual(Array.from({ length: 501 }, (_, at) => 500 - at));
  });

  it.each(['/api/audit', '/api/audit/export'])('%s is for administrators in person', async (path) => {
    const member = await app.open();
    const statusFor = async (headers: Record<string, string>) => (await ask('GET', path, { headers })).status;
    expect([await statusFor({}), await statusFor(member.session), await statusFor(member.auth), await statusFor(admin.auth)]).toEqual([
      401, 403, 403, 403,
    ]);
    expect(await statusFor(admin.passwordAuth)).toBe(200);
  });
});
