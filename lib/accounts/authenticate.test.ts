import { encode } from 'next-auth/jwt';
import { describe, expect, it, vi } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { sharedRecords } from '@/testing/memory/records';
import { cheapPasswords } from '@/testing/passwords';
import { hex } from '@/testing/records';
import { createAccounts } from './accounts';
import { createAuthenticator } from './authenticate';
import { SESSION_SECONDS } from './limits';
import type { AccountRecords, Credentials } from './ports';
import { createSessions } from './sessions/sessions';
import { createTokens } from './tokens';

const records = sharedRecords();
const SECRET = 'a secret of more than thirty-two characters';
const WRONG = { code: 'invalid_credentials' };
const EVERYTHING = ['avatar:read', 'avatar:write'];

/** A person with a password and an API key, and the authenticator to test. */
async function person({
  password = 'correct horse',
  key = {},
}: {
  password?: string;
  key?: { scopes?: ['avatar:read']; expiresAt?: Date };
} = {}) {
  const touched: Date[] = [];
  const watched: AccountRecords = {
    ...records(),
    touchKey(id, when) {
      touched.push(when);
      return records().touchKey(id, when);
    },
  };
  const accounts = createAccounts(watched, cheapPasswords());
  const email = `${hex(6)}@example.org`;
  const { id } = await accounts.open({ email, name: 'Ada', password });
  const created = await accounts.keys.create(id, { label: 'phone', ...key });
  const tokens = createTokens({ records: watched, secret: SECRET });
  const authenticator = createAuthenticator({ records: watched, tokens, secret: SECRET });
  const signIn = vi.fn(accounts.signIn);
  const authenticate = (credentials: Credentials, allowPassword: boolean) =>
    authenticator.authenticate(credentials, allowPassword ? signIn : null);
  return { signIn, id, email, secret: created.secret, keyId: created.key.id, touched, authenticate };
}

const openSession = (userId: number) => createSessions(records()).open(userId, { userAgent: 'Firefox', address: '192.0.2.1' });
const session = (token: string): Credentials => ({ kind: 'session', token, sameOrigin: true });
const bearer = (token: string): Credentials => ({ kind: 'bearer', token });
const basic = (email: string, secret: string): Credentials => ({ kind: 'basic', email, secret });

describe('a request', () => {
  it('is anonymous without credentials', async () => {
    const { authenticate } = await person();
    expect(await authenticate({ kind: 'none' }, true)).toBeNull();
  });

  it('with malformed credentials is refused with the reason', async () => {
    const { authenticate } = await person();
    await expect(authenticate({ kind: 'malformed', message: 'Expected Basic.' }, true)).rejects.toMatchObject({
      ...WRONG,
      message: 'Expected Basic.',
    });
  });
});

describe('a session', () => {
  it('belongs to its person, with all scopes and the person’s current role', async () => {
    const { id, authenticate } = await person();
    const sid = await openSession(id);
    const token = await encode({ token: { sub: String(id), sid, role: 'admin' }, secret: SECRET });
    const { role } = (await records().personById(id)) ?? {};
    expect(await authenticate(session(token), false)).toEqual({ userId: id, role, via: 'session', scopes: EVERYTHING, sessionId: sid });
  });

  it('is anonymous when its person is gone or its token is expired, forged or malformed', async () => {
    const [{ id, authenticate }, eve] = [await person(), await person()];
    const [sub, sid] = [String(id), await openSession(id)];
    const ended = await openSession(id);
    await records().endSession(id, ended);
    const tokens = [
      await encode({ token: { sub: String(eve.id), sid }, secret: SECRET }),
      await encode({ token: { sub: 'ada', sid }, secret: SECRET }),
      await encode({ token: { sid }, secret: SECRET }),
      await encode({ token: { sub }, secret: SECRET }),
      await encode({ token: { sub, sid: ended }, secret: SECRET }),
      await encode({ token: { sub, sid: hex(16) }, secret: SECRET }),
      await encode({ token: { sub, sid: `${sid}\0` }, secret: SECRET }),
      await encode({ token: { sub, sid: [sid] }, secret: SECRET }),
      await encode({ token: { sub, sid }, secret: SECRET, maxAge: -60 }),
      await encode({ token: { sub, sid }, secret: `another ${SECRET}` }),
      'not a token',
      '',
    ];
    for (const token of tokens) expect(await authenticate(session(token), false)).toBeNull();
    expect(await authenticate(session(await encode({ token: { sub, sid }, secret: SECRET })), false)).toMatchObject({ userId: id });
  });

  it('is extended at most once a minute', async () => {
    const { id, authenticate } = await person();
    const sid = await openSession(id);
    const token = session(await encode({ token: { sub: String(id), sid }, secret: SECRET }));
    const seenAfter = async (seconds: number) => {
      const lastSeenAt = new Date(Date.now() - seconds * 1000);
      await records().extendSession(sid, { lastSeenAt, expiresAt: new Date(Date.now() + 60_000) });
      await authenticate(token, false);
      return (await records().sessionById(sid))?.lastSeenAt.getTime() !== lastSeenAt.getTime();
    };
    expect([await seenAfter(59), await seenAfter(61)]).toEqual([false, true]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (SESSION_SECONDS - 60) * 1000 });
    expect(await records().sessionById(sid)).not.toBeNull();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
    expect(await authenticate(token, false)).toBeNull();
    vi.useRealTimers();
  });
});

describe('an API key', () => {
  it('carries its owner and its own scopes as Bearer, in a cookie, and as Basic with the owner’s address', async () => {
    const { id, email, secret, authenticate } = await person({ key: { scopes: ['avatar:read'] } });
    const ways = [bearer(secret), { kind: 'token-cookie', token: secret, sameOrigin: false } as const, basic(email.toUpperCase(), secret)];
    for (const way of ways) {
      expect(await authenticate(way, false)).toMatchObject({ userId: id, via: 'api-key', scopes: ['avatar:read'] });
    }
  });

  it('does not count as a password attempt', async () => {
    const { id, email, secret, authenticate, signIn } = await person();
    expect(await authenticate(basic(email, secret), true)).toMatchObject({ userId: id, via: 'api-key' });
    expect(signIn).not.toHaveBeenCalled();
  });

  it('is refused when it is wrong, revoked, or sent with another person’s address', async () => {
    const [ada, eve] = [await person(), await person()];
    const other = ada.secret.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
    for (const way of [bearer(other), bearer(''), bearer('short'), basic(eve.email, ada.secret), basic('', ada.secret)]) {
      await expect(ada.authenticate(way, true)).rejects.toMatchObject(WRONG);
    }
    await records().deleteKey(ada.id, ada.keyId);
    await expect(ada.authenticate(bearer(ada.secret), true)).rejects.toMatchObject(WRONG);
  });

  it('is refused after it expires, with the expiry time', async () => {
    const expiresAt = new Date(Date.now() - 1000);
    const { secret, email, authenticate, touched } = await person({ key: { expiresAt } });
    const expired = { ...WRONG, message: `This API key expired on ${expiresAt.toISOString()}.` };
    await expect(authenticate(bearer(secret), false)).rejects.toMatchObject(expired);
    await expect(authenticate(basic(email, secret), true)).rejects.toMatchObject(expired);
    expect(touched).toEqual([]);
    const lasting = await person({ key: { expiresAt: new Date(Date.now() + 60_000) } });
    expect(await lasting.authenticate(bearer(lasting.secret), false)).toMatchObject({ userId: lasting.id });
  });

  it('records its last use at most once a minute', async () => {
    const { keyId, secret, authenticate, touched } = await person();
    for (let time = 0; time < 5; time += 1) await authenticate(bearer(secret), false);
    expect(touched).toHaveLength(1);
    await records().touchKey(keyId, new Date(Date.now() - 59_000));
    await authenticate(bearer(secret), false);
    expect(touched).toHaveLength(1);
    await records().touchKey(keyId, new Date(Date.now() - 61_000));
    await authenticate(bearer(secret), false);
    expect(touched).toHaveLength(2);
  });
});

describe('a password', () => {
  it('works in place of an API key only where password sign-in is allowed', async () => {
    const { id, email, authenticate } = await person();
    expect(await authenticate(basic(email, 'correct horse'), true)).toMatchObject({ userId: id, via: 'password', scopes: EVERYTHING });
    await expect(authenticate(basic(email, 'correct horse'), false)).rejects.toMatchObject({
      ...WRONG,
      message: expect.stringContaining('API key'),
    });
    await expect(authenticate(basic(email, 'wrong'), true)).rejects.toMatchObject({
      ...WRONG,
      message: expect.stringContaining('password'),
    });
    await expect(authenticate(basic('nobody@example.org', 'wrong'), true)).rejects.toMatchObject(WRONG);
    await expect(authenticate(bearer('correct horse'), true)).rejects.toMatchObject(WRONG);
  });

  it('may look like an API key', async () => {
    const password = 'abcdefghijklmnopqrstuvwxyzABCDEF';
    const { id, email, authenticate } = await person({ password });
    expect(await authenticate(basic(email, password), true)).toMatchObject({ userId: id, via: 'password' });
  });
});

describe('the last-use time of an API key', () => {
  const noting = async (touchKey: AccountRecords['touchKey'], isLow: boolean) => {
    const { secret } = await person();
    const touch = vi.fn(touchKey);
    const tokens = createTokens({ records: records(), secret: SECRET });
    const diskSpace = { isLow: async () => isLow };
    const authenticator = createAuthenticator({ records: { ...records(), touchKey: touch }, tokens, secret: SECRET, diskSpace });
    return { principal: await authenticator.authenticate(bearer(secret), null), touched: touch.mock.calls.length };
  };

  it('does not fail the request when the database cannot write it', async () => {
    const failing = () =>
      Promise.reject(new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 }));
    expect(await noting(failing, false)).toMatchObject({ principal: { via: 'api-key' }, touched: 1 });
  });

  it('is not written while the disk is full', async () => {
    expect(await noting(async () => {}, true)).toMatchObject({ principal: { via: 'api-key' }, touched: 0 });
  });
});
