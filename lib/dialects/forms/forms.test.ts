import { describe, expect, it } from 'vitest';
import { FAILED_PARAMETER, type FormOutcome, OUTCOME_COOKIE, OUTCOME_PARAMETER, openOutcome } from '@/lib/http/forms/outcome';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { ADDRESS } from '@/testing/requests';

const OWN = { Origin: ADDRESS, 'Sec-Fetch-Site': 'same-origin' };
const FOREIGN: Record<string, string>[] = [{ Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'null' }, {}];

const app = await createTestApp();

const post = (path: string, fields: Record<string, string> | FormData, headers: Record<string, string> = OWN, to: TestApp = app) =>
  to.ask('POST', `/api/forms/${path}`, { headers, body: fields instanceof FormData ? fields : new URLSearchParams(fields) });

const cookieOf = (response: Response, name: string) =>
  response.headers
    .getSetCookie()
    .map((set) => set.split(';', 1)[0] ?? '')
    .find((pair) => pair.includes(name) && !pair.endsWith('='));

const signedIn = ({ session }: TestPerson) => ({ ...OWN, Cookie: session.Cookie });

/** The next page, without the parameter that names the outcome, and the outcome. */
function next(response: Response, from: TestApp = app): { status: number; page: string; outcome: FormOutcome | null } {
  const url = new URL(response.headers.get('location') ?? '', ADDRESS);
  const id = url.searchParams.get(OUTCOME_PARAMETER) ?? '';
  url.searchParams.delete(OUTCOME_PARAMETER);
  const value = cookieOf(response, OUTCOME_COOKIE)?.slice(OUTCOME_COOKIE.length + 1) ?? '';
  const secret = from.parts().services.nextAuth.secret ?? '';
  return { status: response.status, page: url.pathname + url.search, outcome: openOutcome(value, id, secret) };
}

const wrongFields = (outcome: FormOutcome | null) => {
  const details = outcome?.failure?.details ?? {};
  return 'fieldProblems' in details ? Object.keys(details.fieldProblems ?? {}).sort() : [];
};

const newAddress = () => `${crypto.randomUUID()}@example.org`;

function picture(bytes: Uint8Array, name = 'me.png'): FormData {
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(bytes)]), name);
  return form;
}

describe('the form for the language of a visitor', () => {
  const choose = (language: string, referer?: string) =>
    post('language', { language }, { ...OWN, ...(referer !== undefined && { Referer: referer }) });

  it('sets a cookie for a year, and leads back to the page', async () => {
    const response = await choose('zh-Hans', `${ADDRESS}/sign-in?callbackUrl=%2Fsettings%2Fkeys`);
    expect(response.headers.get('location')).toBe('/sign-in?callbackUrl=%2Fsettings%2Fkeys');
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^likeness-language=zh-Hans; Path=\/; Max-Age=31536000; SameSite=Lax/),
    ]);
  });

  it('ends the choice if it names no language of ours, and leads to the start in place of another site', async () => {
    for (const referer of [undefined, 'https://elsewhere.example/x', `${ADDRESS}/api/me`]) {
      const response = await choose('tlh; Domain=elsewhere.example', referer);
      expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
      expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^likeness-language=; Path=\/; Max-Age=0;/)]);
    }
  });
});

describe('the form to sign in', () => {
  it('sets the session cookie of next-auth and leads to the page that was asked for', async () => {
    const { email, password, id } = await app.open();
    const response = await post('sign-in?callbackUrl=/settings/keys', { email: ` ${email} `, password });
    expect(next(response)).toEqual({ status: 303, page: '/settings/keys', outcome: null });
    const me = await app.ask('GET', '/api/me', { headers: { Cookie: cookieOf(response, 'session-token') ?? '' } });
    expect([me.status, (await me.json()).id]).toEqual([200, id]);
  });

  it.each(['https://elsewhere.example/x', '//elsewhere.example', '/\\elsewhere.example', '/sign-out', '/api/keys', 'javascript:alert(1)'])(
    'leads to the picture in place of %s',
    async (target) => {
      const { email, password } = await app.open();
      const response = await post(`sign-in?callbackUrl=${encodeURIComponent(target)}`, { email, password });
      expect(response.headers.get('location')).toBe('/settings/picture');
    },
  );

  it('is shown again after a wrong password, with the address and without the password', async () => {
    const { email } = await app.open();
    const response = await post('sign-in?callbackUrl=/settings/keys', { email, password: 'a wrong password' });
    const { page, outcome } = next(response);
    expect(page).toBe('/sign-in?callbackUrl=%2Fsettings%2Fkeys');
    expect(outcome).toMatchObject({ form: 'sign-in', failure: { code: 'CredentialsSignin' }, values: { email } });
    expect([JSON.stringify(outcome).includes('wrong password'), cookieOf(response, 'session-token')]).toEqual([false, undefined]);
  });
});

it('the form to sign out ends the session', async () => {
  const { email, password } = await app.open();
  const cookie = cookieOf(await post('sign-in', { email, password }), 'session-token') ?? '';
  const response = await post('sign-out', {}, { ...OWN, Cookie: cookie });
  expect(next(response)).toMatchObject({ status: 303, page: '/' });
  expect((await app.ask('GET', '/api/me', { headers: { Cookie: cookie } })).status).toBe(401);
});

describe('the form to sign up', () => {
  it('opens an account and signs in', async () => {
    const email = newAddress();
    const response = await post('sign-up', { name: 'Ada', email, password: 'correct horse battery' });
    expect(next(response)).toMatchObject({ status: 303, page: '/settings/picture' });
    const me = await app.ask('GET', '/api/me', { headers: { Cookie: cookieOf(response, 'session-token') ?? '' } });
    expect(await me.json()).toMatchObject({ email, name: 'Ada' });
  });

  it('is shown again with an error for each field, by the rules of the API', async () => {
    const { outcome } = next(await post('sign-up', { name: '', email: 'ada', password: 'short' }));
    expect(wrongFields(outcome)).toEqual(['email', 'name', 'password']);
    expect(outcome?.values).toEqual({ name: '', email: 'ada' });
    const { email } = await app.open();
    const taken = next(await post('sign-up?callbackUrl=/settings/keys', { name: 'Ada', email, password: 'correct horse battery' }));
    expect([taken.page, taken.outcome?.failure?.code]).toEqual(['/sign-up?callbackUrl=%2Fsettings%2Fkeys', 'email_taken']);
  });

  it('tells that a link was mailed where addresses are verified', async () => {
    const mailing = await createTestApp({ verifiesAddresses: true });
    const email = newAddress();
    const response = await post('sign-up', { name: 'Ada', email, password: 'correct horse battery' }, OWN, mailing);
    expect(next(response, mailing)).toMatchObject({ page: '/sign-up', outcome: { done: { email } } });
  });

  it('is refused before its body when too many came, and keeps the page', async () => {
    const limited = await createTestApp({ addressPerMinute: 1 });
    await post('sign-up', {}, OWN, limited);
    const response = await post('sign-up?invite=x', {}, OWN, limited);
    expect(next(response, limited).page).toBe(`/sign-up?invite=x&${FAILED_PARAMETER}=rate_limited`);
  });
});

it('a forgotten password is asked for, and the token of a page goes with its form', async () => {
  const email = newAddress();
  expect(next(await post('forgot', { email }))).toMatchObject({ page: '/forgot', outcome: { failure: null, done: { email } } });
  const expired = next(await post('reset?token=x', { newPassword: 'correct horse battery' }));
  expect([expired.page, expired.outcome?.failure?.code]).toEqual(['/reset?token=x', 'link_expired']);
  const unverified = next(await post('verify?token=x&new=1', { password: 'x' }));
  expect([unverified.page, unverified.outcome?.failure?.code]).toEqual(['/verify?token=x&new=1', 'link_expired']);
});

describe('the form for a picture', () => {
  it('saves the file, and another form removes it', async () => {
    const owner = await app.open();
    const saved = next(await post('picture', picture(await tiny('png', [0, 200, 90])), signedIn(owner)));
    expect(saved).toMatchObject({ status: 303, page: '/settings/picture', outcome: { form: 'picture', failure: null, done: {} } });
    const removed = next(await post('picture/remove', {}, signedIn(owner)));
    expect(removed).toMatchObject({ page: '/settings/picture', outcome: { form: 'picture/remove', done: {} } });
    expect((await (await app.ask('GET', '/api/me/avatar', { headers: owner.auth })).json()).source).toBe('none');
  });

  it.each<[string, () => FormData, string]>([
    ['no picture', () => picture(new TextEncoder().encode('no picture'), 'me.txt'), 'unsupported_format'],
    ['too large', () => picture(new Uint8Array(1_100_000)), 'file_too_large'],
    ['missing', () => new FormData(), 'no_file'],
  ])('keeps the old picture if the file is %s', async (_what, form, code) => {
    const owner = await openOwner(app);
    const { page, outcome } = next(await post('picture', form(), signedIn(owner)));
    expect([page, outcome?.failure?.code]).toEqual(['/settings/picture', code]);
    await expectOldPicture(app, owner);
  });

  it('removes a picture while the disk has room for removals only', async () => {
    const owner = await openOwner(app);
    app.disk.room = 'removals';
    const refused = next(await post('picture', picture(await tiny('png', [0, 0, 9])), signedIn(owner)));
    const removed = next(await post('picture/remove', {}, signedIn(owner)));
    app.disk.room = 'any change';
    expect([refused.page, removed.outcome?.done]).toEqual([`/settings/picture?${FAILED_PARAMETER}=storage_full`, {}]);
  });
});

describe('the forms for keys', () => {
  it('create a key that the next page alone can show, and revoke it', async () => {
    const person = await app.open();
    const fields = new URLSearchParams({ label: 'Backup', lifetime: '30' });
    for (const scope of ['avatar:read', 'avatar:write']) fields.append('scopes', scope);
    const response = await app.ask('POST', '/api/forms/keys', { headers: signedIn(person), body: fields });
    const { page, outcome } = next(response);
    const key = String(outcome?.done?.key);
    expect([page, outcome?.personId, key.length]).toEqual(['/settings/keys', person.id, 32]);
    expect([response.headers.get('location'), ...response.headers.getSetCookie()].join().includes(key)).toBe(false);
    expect(response.headers.getSetCookie().join()).toMatch(/Path=\/settings\/keys; Max-Age=60; HttpOnly; SameSite=Lax/);
    const bearer = { Authorization: `Bearer ${key}` };
    expect((await app.ask('GET', '/api/me', { headers: bearer })).status).toBe(200);
    next(await post(`keys/revoke?id=${outcome?.done?.id}`, {}, signedIn(person)));
    expect((await app.ask('GET', '/api/me', { headers: bearer })).status).toBe(401);
  });

  it('name what is wrong', async () => {
    const { outcome } = next(await post('keys', { label: '', lifetime: 'date', date: '2001-01-01' }, signedIn(await app.open())));
    expect(wrongFields(outcome)).toEqual(['expiresAt', 'label', 'scopes']);
    expect(outcome?.values).toEqual({ label: '', lifetime: 'date', date: '2001-01-01' });
  });
});

describe('a form', () => {
  const PATHS = [
    'sign-in',
    'sign-out',
    'sign-up',
    'setup',
    'setup/promote',
    'forgot',
    'reset',
    'verify',
    'language',
    'picture',
    'picture/remove',
    'keys',
    'keys/revoke',
  ];

  it.each(PATHS)('%s that another site posts is refused, and nothing changes', async (path) => {
    const owner = await openOwner(app);
    for (const headers of FOREIGN) {
      for (const cookie of ['', owner.session.Cookie]) {
        const fields = { email: owner.email, password: owner.password, label: 'x' };
        const response = await post(path, fields, { ...headers, Cookie: cookie });
        expect([response.status, (await response.json()).code, response.headers.getSetCookie()]).toEqual([403, 'cross_origin', []]);
      }
    }
    await expectOldPicture(app, owner);
    expect((await app.ask('GET', '/api/me', { headers: owner.session })).status).toBe(200);
  });

  it('of the settings takes the session of a browser and no key, and leads to the sign-in without one', async () => {
    const owner = await openOwner(app);
    for (const path of ['picture', 'picture/remove', 'keys', 'keys/revoke']) {
      const response = await post(path, {}, { ...OWN, ...owner.auth });
      expect(next(response).page).toMatch(/^\/sign-in\?ended=1&callbackUrl=%2Fsettings%2F(?:picture|keys)$/);
    }
    await expectOldPicture(app, owner);
  });

  it('that is too long is refused', async () => {
    expect((await post('sign-up', { name: 'x'.repeat(70_000) })).status).toBe(400);
  });
});
