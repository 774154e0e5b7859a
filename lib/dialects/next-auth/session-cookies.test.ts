import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { readEvents } from '@/testing/event-stream';
import { signInByForm } from '@/testing/in-process/sign-in';
import { plain } from '@/testing/pictures';

const DAY_MS = 24 * 60 * 60 * 1000;

const app = await createTestApp();

const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });

function cookieOf(response: Response): string {
  const [pair = ''] = response.headers.getSetCookie().filter((set) => set.includes('session-token='));
  return pair.split(';', 1)[0] ?? '';
}

const signIn = async ({ email, password }: TestPerson) => cookieOf(await signInByForm(app, email, password));

/** As pages do once a day. */
const renew = async (cookie: string) => cookieOf(await app.ask('GET', '/api/auth/session', { headers: { Cookie: cookie } }));

const statusOf = async (cookie: string) => (await app.ask('GET', '/api/me', { headers: { Cookie: cookie } })).status;

describe('the cookie of a session', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is replaced once a day, and requests that are on the way with the one before are answered', async () => {
    const first = await signIn(await app.open());
    later(DAY_MS);
    const second = await renew(first);
    expect([await statusOf(second), await statusOf(first)]).toEqual([200, 200]);
    later(2 * 60_000);
    expect(await statusOf(second)).toBe(200);
  });

  it('that was copied before ends the session once the browser has its successor', async () => {
    const copied = await signIn(await app.open());
    later(DAY_MS);
    const own = await renew(copied);
    expect(await statusOf(own)).toBe(200);
    later(2 * 60_000);
    expect([await statusOf(copied), await statusOf(own)]).toEqual([401, 401]);
  });

  it('whose thief renewed it first ends the session when the owner comes back', async () => {
    const own = await signIn(await app.open());
    later(DAY_MS);
    const stolen = await renew(own);
    expect(await statusOf(stolen)).toBe(200);
    later(DAY_MS / 2);
    expect([await statusOf(own), await statusOf(stolen)]).toEqual([401, 401]);
  });

  it('stays valid when the response with its successor is lost, and is replaced by that one later', async () => {
    const first = await signIn(await app.open());
    later(DAY_MS);
    await renew(first);
    later(5 * DAY_MS);
    expect(await statusOf(first)).toBe(200);
    const second = await renew(first);
    expect(await statusOf(second)).toBe(200);
    later(2 * 60_000);
    expect(await statusOf(first)).toBe(401);
  });

  it('is renewed by two tabs at once without ending the session', async () => {
    const first = await signIn(await app.open());
    later(DAY_MS);
    const renewed = await Promise.all([renew(first), renew(first)]);
    expect([await statusOf(renewed[0]), await statusOf(renewed[1])]).toEqual([200, 200]);
  });

  it('may be older than the latest where an open stream is checked again', async () => {
    const ada = await app.open();
    const first = await signIn(ada);
    const events = readEvents(await app.ask('GET', '/api/me/events', { headers: { Cookie: first } }));
    expect(await events.event()).toMatchObject({ type: 'connected' });
    later(DAY_MS);
    const second = await renew(first);
    expect(await statusOf(second)).toBe(200);
    later(2 * 60_000);
    app.events.publish({ type: 'account-changed', userId: ada.id, at: new Date(), origin: 'database' });
    await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: new Uint8Array(await plain(8, 8, [1, 2, 3])) });
    expect([await statusOf(second), await events.event()]).toEqual([200, expect.objectContaining({ version: 2 })]);
    await events.cancel();
  });
});
