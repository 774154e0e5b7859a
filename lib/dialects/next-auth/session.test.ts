import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { signInByForm } from '@/testing/in-process/sign-in';

const app = await createTestApp();

const cookieOf = (response: Response) => response.headers.getSetCookie().find((cookie) => cookie.includes('session-token='));

it('an unknown address and a wrong password get the same response', async () => {
  const person = await app.open();
  const attempts = [
    { ...person, password: 'wrong password' },
    { ...person, email: 'nobody@example.org' },
  ];
  const problems = [];
  for (const { email, password } of attempts) {
    const headers = { Authorization: `Basic ${btoa(`${email}:${password}`)}` };
    const { requestId, ...problem } = await (await app.ask('POST', '/api/keys', { headers })).json();
    expect(requestId).toEqual(expect.any(String));
    problems.push(problem);
  }
  expect(problems[0]).toEqual(problems[1]);
  expect(problems[0]).toMatchObject({ status: 401, code: 'invalid_credentials' });
  for (const attempt of attempts) {
    const response = await signInByForm(app, attempt.email, attempt.password);
    expect([response.status, (await response.json()).url]).toEqual([401, expect.stringContaining('error=CredentialsSignin')]);
    expect(cookieOf(response)).toBeUndefined();
  }
});

it('the session cookie is small, HttpOnly and SameSite=Lax, and the session contains nothing about the picture', async () => {
  const owner = await openOwner(app);
  const [cookie = ''] = cookieOf(await signInByForm(app, owner.email, owner.password))?.split(';', 1) ?? [];
  expect(cookie).toContain('session-token=');
  expect(cookie.length).toBeLessThan(600);
  const session = await app.ask('GET', '/api/auth/session', { headers: { Cookie: cookie } });
  expect(Object.keys(await session.json())).toEqual(['expires']);
  const renewed = cookieOf(session);
  expect(renewed).toMatch(/HttpOnly/i);
  expect(renewed).toMatch(/SameSite=Lax/i);
  const me = await app.ask('GET', '/api/me', { headers: { Cookie: cookie } });
  expect([me.status, (await me.json()).id]).toEqual([200, owner.id]);
});
