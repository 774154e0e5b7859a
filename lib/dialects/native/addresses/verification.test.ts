import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { found, mailTo, readsBy, tokenTo } from '@/testing/in-process/verified-addresses';
import { plain } from '@/testing/pictures';

const PASSWORD = 'a long enough password';
const HOUR_MS = 60 * 60 * 1000;
const RED = [200, 20, 20] as const;

afterEach(() => {
  vi.useRealTimers();
});

const signUp = (app: TestApp, email: string, name = 'Ada') =>
  app.ask('POST', '/api/accounts', { json: { email, name, password: PASSWORD } });
const confirm = (app: TestApp, token: string, password = PASSWORD) =>
  app.ask('POST', '/api/addresses/verify', { json: { token, password } });
const ask = (app: TestApp, { session, password }: TestPerson, email: string) =>
  app.ask('POST', '/api/me/addresses', { headers: session, json: { email, password } });
const addressesOf = async (app: TestApp, { session }: TestPerson) =>
  (await app.ask('GET', '/api/me/addresses', { headers: session })).json();

async function resetPassword(app: TestApp, email: string): Promise<void> {
  await app.ask('POST', '/api/password-resets', { json: { email } });
  const [message] = await mailTo(app, email);
  const [, token] = /reset\?token=(.+)$/m.exec(message?.text ?? '') ?? [];
  const json = { token, newPassword: 'another long password' };
  expect((await app.ask('POST', '/api/password-resets/confirm', { json })).status).toBe(204);
}

const verified = () => createTestApp({ verifiesAddresses: true });
const upload = async (app: TestApp, { auth }: TestPerson) =>
  app.ask('PUT', '/api/me/avatar', { headers: { ...auth, 'Content-Type': 'image/png' }, body: new Uint8Array(await plain(60, 40, RED)) });

describe('where addresses are verified', () => {
  it('signing up creates nothing until the link is confirmed, and then an account with the address', async () => {
    const app = await verified();
    const response = await signUp(app, ' Grace@Example.org ');
    expect([response.status, await response.json()]).toEqual([
      202,
      { message: 'A message with a link was sent to this address. The link works for an hour.' },
    ]);
    const token = await tokenTo(app, 'grace@example.org');
    const signIn = () => app.ask('POST', '/session/token', { json: { email: 'grace@example.org', password: PASSWORD } });
    expect((await (await signIn()).json()).code).not.toBe(0);
    expect((await app.ask('GET', `/api/addresses/verify?token=${token}`)).status).toBe(405);
    const confirmed = await confirm(app, token);
    expect([confirmed.status, await confirmed.json()]).toEqual([200, { email: 'grace@example.org', newAccount: true }]);
    expect((await (await signIn()).json()).code).toBe(0);
    const again = await confirm(app, token);
    expect([again.status, (await again.json()).code]).toEqual([410, 'link_expired']);
  });

  it('signing up with the address of an account says the same, and its owner is told', async () => {
    const app = await verified();
    const ada = await app.open({ proof: 'link' });
    const [known, unknown] = [await signUp(app, ada.email, 'Eve'), await signUp(app, 'unknown@example.org', 'Eve')];
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    expect((await mailTo(app, ada.email)).map(({ subject }) => subject)).toEqual(['You already have a Likeness account']);
    expect((await mailTo(app, 'unknown@example.org')).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address for Likeness']);
    // No message says what a stranger chose.
    expect((await mailTo(app, ada.email))[0]?.text).not.toContain('Eve');
  });

  it('of two people who sign up with one address, the first to confirm has it, and the other link lapses', async () => {
    const app = await verified();
    await signUp(app, 'both@example.org', 'Eve');
    const eve = await tokenTo(app, 'both@example.org');
    await signUp(app, 'both@example.org', 'Ada');
    const ada = await tokenTo(app, 'both@example.org');
    expect((await confirm(app, ada)).status).toBe(200);
    expect((await confirm(app, eve)).status).toBe(410);
    expect((await app.parts().services.accounts.personByEmail('both@example.org'))?.name).toBe('Ada');
  });

  it('a link opens no account with a password that another person chose', async () => {
    const app = await verified();
    await app.ask('POST', '/api/accounts', { json: { email: 'ada@example.org', name: 'Eve', password: 'the password of Eve' } });
    const token = await tokenTo(app, 'ada@example.org');
    const refused = await confirm(app, token);
    expect([refused.status, (await refused.json()).fields]).toEqual([
      400,
      { password: 'Wrong password. If you did not sign up here yourself, do not use this link: sign up.' },
    ]);
    const without = await app.ask('POST', '/api/addresses/verify', { json: { token } });
    expect([without.status, (await without.json()).fields]).toEqual([
      400,
      { password: 'Enter the password that you chose when you signed up.' },
    ]);
    expect(await app.parts().services.accounts.personByEmail('ada@example.org')).toBeNull();
    expect((await confirm(app, token, 'the password of Eve')).status).toBe(200);
  });

  it('an account that has lost its only address adds another without its password, and is deleted with it', async () => {
    const app = await verified();
    const eve = await app.open({ email: 'ada@example.org' });
    await signUp(app, 'ada@example.org');
    await confirm(app, await tokenTo(app, 'ada@example.org'));
    const remove = () => app.ask('DELETE', '/api/me', { headers: eve.session, json: { password: eve.password, now: true } });
    expect((await (await remove()).json()).fields).toEqual({
      password: 'Your account has no e-mail address to sign in with. Add one first.',
    });
    await app.ask('POST', '/api/me/addresses', { headers: eve.session, json: { email: 'eve@example.org' } });
    expect((await confirm(app, await tokenTo(app, 'eve@example.org'))).status).toBe(200);
    expect((await remove()).status).toBe(200);
  });

  it('a link works for an hour, and other tokens never', async () => {
    const app = await verified();
    await signUp(app, 'late@example.org');
    const token = await tokenTo(app, 'late@example.org');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS });
    for (const one of [token, '', 'x'.repeat(43)]) expect((await confirm(app, one)).status).toBe(410);
  });

  it('an address that an account has without proof shows nothing anywhere, and its owner can claim it', async () => {
    const app = await verified();
    const eve = await app.open({ email: 'ada@example.org', name: 'Eve' });
    await upload(app, eve);
    expect(await found(app, eve.email)).toEqual([]);
    expect((await app.ask('GET', `/u/${eve.id}/avatar`)).status).toBe(200);

    await signUp(app, 'ada@example.org', 'Ada');
    expect(await (await confirm(app, await tokenTo(app, 'ada@example.org'))).json()).toEqual({
      email: 'ada@example.org',
      newAccount: true,
    });
    expect(await found(app, 'ada@example.org')).toEqual(readsBy('ada@example.org').slice(-3));
    const { services } = app.parts();
    expect((await services.accounts.personByEmail('ada@example.org'))?.name).toBe('Ada');
    expect(await addressesOf(app, eve)).toEqual([]);
    expect((await (await app.ask('GET', '/api/me', { headers: eve.session })).json()).email).toBe(`account-${eve.id}@no-address.invalid`);
  });

  it('another address belongs to the person once its link is confirmed, and shows their picture from then on', async () => {
    const app = await verified();
    const ada = await app.open({ proof: 'link' });
    await upload(app, ada);
    const response = await ask(app, ada, 'work@example.org');
    expect(response.status).toBe(202);
    expect(await addressesOf(app, ada)).toHaveLength(1);
    expect(await found(app, 'work@example.org')).toEqual([]);
    expect(await (await confirm(app, await tokenTo(app, 'work@example.org'))).json()).toEqual({
      email: 'work@example.org',
      newAccount: false,
    });
    expect(await addressesOf(app, ada)).toMatchObject([
      { email: ada.email, verified: true, primary: true },
      { email: 'work@example.org', verified: true, primary: false },
    ]);
    expect(await found(app, 'work@example.org')).toEqual(readsBy('work@example.org'));
    // A copied session could add one, and reset the password by it.
    expect((await mailTo(app, ada.email)).map(({ subject }) => subject)).toEqual(['Your Likeness account has another e-mail address']);
  });

  it('asking for the address of another account says the same, changes nothing, and its owner is told', async () => {
    const app = await verified();
    const [ada, eve] = [await app.open({ proof: 'link' }), await app.open({ proof: 'link' })];
    expect((await ask(app, eve, ada.email)).status).toBe(202);
    expect((await mailTo(app, ada.email)).map(({ subject }) => subject)).toEqual(['Your e-mail address is in use at Likeness']);
    expect(await addressesOf(app, eve)).toHaveLength(1);
  });

  it('an address of before is verified by a link, and cannot become primary without', async () => {
    const app = await verified();
    const ada = await app.open();
    await upload(app, ada);
    const { records } = app;
    const { id } = await records.addAddress(ada.id, { email: 'old@example.org', proof: 'assumed' });
    const primary = await app.ask('PATCH', `/api/me/addresses/${id}`, { headers: ada.session, json: { primary: true } });
    expect([primary.status, (await primary.json()).code]).toEqual([409, 'unproved_address']);
    expect(await found(app, ada.email)).toEqual([]);
    await ask(app, ada, ada.email);
    await confirm(app, await tokenTo(app, ada.email));
    expect(await found(app, ada.email)).toEqual(readsBy(ada.email));
  });

  it('a reset that proves an address leaves another person who opened the account no way back into it', async () => {
    const app = await verified();
    const eve = await app.open({ email: 'ada@example.org', name: 'Eve' });
    await ask(app, eve, 'eve@evil.example');
    await confirm(app, await tokenTo(app, 'eve@evil.example'));
    await ask(app, eve, 'later@evil.example');
    const later = await tokenTo(app, 'later@evil.example');
    expect(await found(app, 'ada@example.org')).toEqual([]);
    await upload(app, eve);

    await resetPassword(app, 'ada@example.org');
    expect(await found(app, 'ada@example.org')).toEqual(readsBy('ada@example.org'));
    expect((await confirm(app, later)).status).toBe(410);
    expect((await app.ask('POST', '/api/password-resets', { json: { email: 'eve@evil.example' } })).status).toBe(202);
    expect((await mailTo(app, 'eve@evil.example')).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address for Likeness']);
    expect(await found(app, 'eve@evil.example')).toEqual([]);
  });

  it('a new password makes the links lapse that a copied session asked for', async () => {
    const app = await verified();
    const ada = await app.open({ proof: 'link' });
    await ask(app, ada, 'eve@evil.example');
    const token = await tokenTo(app, 'eve@evil.example');
    const json = { currentPassword: ada.password, newPassword: 'another long password' };
    expect((await app.ask('PUT', '/api/me/password', { headers: ada.session, json })).status).toBe(204);
    expect((await confirm(app, token)).status).toBe(410);
  });

  it('links to one address are few in an hour', async () => {
    const app = await verified();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) statuses.push((await signUp(app, 'flooded@example.org')).status);
    expect([...new Set(statuses)]).toEqual([202, 429]);
    expect((await signUp(app, 'other@example.org')).status).toBe(202);
  });
});

it('where addresses are not verified, people are taken at their word', async () => {
  const app = await createTestApp();
  expect((await signUp(app, 'taken@example.org')).status).toBe(201);
  expect((await signUp(app, 'taken@example.org')).status).toBe(409);
  expect((await app.ask('GET', `/api/v1/users/taken@example.org`, { headers: app.admin().basic })).status).toBe(200);
});
