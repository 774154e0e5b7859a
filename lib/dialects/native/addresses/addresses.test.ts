import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { basicAuth, createTestApp, type TestPerson } from '@/testing/app';
import { plain } from '@/testing/pictures';
import { address as schema } from './address-schemas';

const app = await createTestApp();

const sha256 = (email: string) => createHash('sha256').update(email).digest('hex');
const list = async ({ session }: TestPerson) => (await app.ask('GET', '/api/me/addresses', { headers: session })).json();
const add = ({ session, password }: TestPerson, email: string) =>
  app.ask('POST', '/api/me/addresses', { headers: session, json: { email, password } });
const change = ({ session }: TestPerson, id: number, json: object) =>
  app.ask('PATCH', `/api/me/addresses/${id}`, { headers: session, json });
const byHash = async (email: string) => (await app.ask('GET', `/avatar/${sha256(email)}?d=404`)).status;

let number = 0;
const newEmail = () => `second${++number}@example.org`;

async function withPicture(): Promise<TestPerson> {
  const ada = await app.open();
  const body = new Uint8Array(await plain(60, 40, [200, 20, 20]));
  await app.ask('PUT', '/api/me/avatar', { headers: { ...ada.auth, 'Content-Type': 'image/png' }, body });
  return ada;
}

describe('e-mail addresses', () => {
  it('are listed for their owner alone, the primary one first', async () => {
    const ada = await app.open();
    const added = await add(ada, '  Second@Example.ORG ');
    expect([added.status, added.headers.get('cache-control')]).toEqual([201, 'private, no-store']);
    expect(schema.parse(await added.json())).toMatchObject({
      email: 'second@example.org',
      verified: false,
      primary: false,
      hashLookup: true,
    });
    expect(await list(ada)).toEqual([
      {
        id: expect.any(Number),
        email: ada.email,
        verified: false,
        primary: true,
        hashLookup: true,
        shows: 'account',
        createdAt: expect.any(String),
      },
      {
        id: expect.any(Number),
        email: 'second@example.org',
        verified: false,
        primary: false,
        hashLookup: true,
        shows: 'account',
        createdAt: expect.any(String),
      },
    ]);
    const key = await app.ask('GET', '/api/me/addresses', { headers: ada.auth });
    expect([key.status, (await key.json()).code]).toEqual([403, 'forbidden']);
  });

  it('show the picture by each of their hashes, and open the same account', async () => {
    const ada = await withPicture();
    const email = newEmail();
    expect(await byHash(email)).toBe(404);
    await add(ada, email);
    expect([await byHash(ada.email), await byHash(email)]).toEqual([200, 200]);
    const signIn = { email, password: ada.password };
    expect((await app.ask('POST', '/session/token', { json: signIn })).status).toBe(200);
    expect((await (await app.ask('POST', '/session/token', { json: signIn })).json()).data.user.email).toBe(ada.email);
  });

  it('that another account has are refused, in either spelling of their domain', async () => {
    const [ada, eve] = [await app.open(), await app.open()];
    await add(ada, 'ada@münchen.example');
    const refused = await add(eve, 'ada@xn--mnchen-3ya.example');
    expect([refused.status, (await refused.json()).code]).toEqual([409, 'email_taken']);
    expect(await list(eve)).toHaveLength(1);
    const invalid = await add(eve, 'no address');
    expect([invalid.status, (await invalid.json()).fields]).toEqual([
      400,
      { email: 'Expected an e-mail address such as ada@example.org.' },
    ]);
  });

  it('are not served by hash while their owner has switched that off', async () => {
    const ada = await withPicture();
    const [{ id }] = await list(ada);
    expect(await byHash(ada.email)).toBe(200);
    expect(await (await change(ada, id, { hashLookup: false })).json()).toMatchObject({ id, hashLookup: false });
    expect(await byHash(ada.email)).toBe(404);
    expect((await app.ask('GET', `/u/${ada.id}/avatar`)).status).toBe(200);
    await change(ada, id, { hashLookup: true });
    expect(await byHash(ada.email)).toBe(200);
  });

  it('are not sent to other services either while their owner has switched look-ups by hash off', async () => {
    const asked: string[] = [];
    const pictureOfHash = async (hash: string) => {
      asked.push(hash);
      return { kind: 'none' } as const;
    };
    const other = await createTestApp({ upstreams: [{ pictureOfHash }] });
    const ada = await other.open();
    const [address] = await other.records.addressesOf(ada.id);
    const path = `/avatar/${sha256(ada.email)}?d=404`;
    await other.ask('PATCH', `/api/me/addresses/${address?.id}`, { headers: ada.session, json: { hashLookup: false } });
    expect((await other.ask('GET', path)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('go with the same API key in Basic, whichever is the primary one', async () => {
    const [ada, eve] = [await app.open(), await app.open()];
    const { id, email } = await app.records.addAddress(ada.id, { email: 'basic@example.org', proof: 'assumed' });
    const key = await ada.createKey(['avatar:read']);
    const statuses = () =>
      Promise.all(
        [ada.email, email, eve.email].map(async (own) => (await app.ask('GET', '/api/me', { headers: basicAuth(own, key) })).status),
      );
    expect(await statuses()).toEqual([200, 200, 401]);
    await app.records.changeAddress(ada.id, id, { isPrimary: true });
    expect(await statuses()).toEqual([200, 200, 401]);
  });

  it('are added with the password alone: a copied cookie could reset it by a new address', async () => {
    const ada = await app.open();
    const email = newEmail();
    const send = (headers: Record<string, string>, json: object) => app.ask('POST', '/api/me/addresses', { headers, json });
    for (const [json, message] of [
      [{ email }, 'Expected your password.'],
      [{ email, password: 'not the password' }, 'Wrong password.'],
    ] as const) {
      const refused = await send(ada.session, json);
      expect([refused.status, (await refused.json()).fields]).toEqual([400, { password: message }]);
    }
    expect((await send(ada.passwordAuth, { email })).status).toBe(201);
  });

  it('become primary one at a time, and every API shows the new one', async () => {
    const ada = await app.open();
    const email = newEmail();
    const { id } = await (await add(ada, email)).json();
    expect(await (await change(ada, id, { primary: true })).json()).toMatchObject({ email, primary: true });
    expect((await list(ada)).map((one: { email: string }) => one.email)).toEqual([email, ada.email]);
    expect((await (await app.ask('GET', '/api/me', { headers: ada.session })).json()).email).toBe(email);
    const both = await change(ada, id, { primary: false });
    expect([both.status, (await both.json()).fields]).toEqual([400, { primary: 'Expected true: make another address primary instead.' }]);
  });

  it('can be removed except the primary one, and then go to the next person', async () => {
    const [ada, eve] = [await withPicture(), await app.open()];
    const email = newEmail();
    const { id } = await (await add(ada, email)).json();
    const [{ id: primary }] = await list(ada);
    const remove = (which: number) => app.ask('DELETE', `/api/me/addresses/${which}`, { headers: ada.session });
    const refused = await remove(primary);
    expect([refused.status, (await refused.json()).code]).toEqual([409, 'primary_address']);
    expect((await remove(id)).status).toBe(204);
    expect((await remove(id)).status).toBe(404);
    expect(await byHash(email)).toBe(404);
    expect((await add(eve, email)).status).toBe(201);
  });
});
