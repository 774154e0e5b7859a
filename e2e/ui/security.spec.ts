import { expectNoViolations } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { expect, signIn, test } from '../server/fixtures';

const NEW_PASSWORD = 'a new long password';

test('a person who signs out everywhere else sees the other browser leave at once', async ({ page, browser, server, newPerson }) => {
  const ada = await newPerson();
  await signIn(page, server.baseURL, ada);
  const elsewhere = await browser.newContext({ baseURL: server.baseURL });
  const other = await elsewhere.newPage();
  await signIn(other, server.baseURL, ada);
  await other.goto('/settings/picture');
  await page.goto('/settings/security');
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('listitem').filter({ hasText: 'This browser' })).toContainText('127.0.0.1 · signed in');
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(page.getByText('You are signed out everywhere else.')).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeFocused();
  await expect(other.getByText('You have been signed out. Sign in to continue.')).toBeVisible();
  await elsewhere.close();
});

test('a person changes their password, which ends the other sign-ins, and signs in with the new one', { tag: '@main' }, async ({
  page,
  browser,
  server,
  newPerson,
}) => {
  const ada = await newPerson();
  await signIn(page, server.baseURL, ada);
  const elsewhere = await browser.newContext({ baseURL: server.baseURL });
  await signIn(await elsewhere.newPage(), server.baseURL, ada);
  await page.goto('/settings/security');
  await expect(page.getByRole('listitem')).toHaveCount(2);

  await page.getByLabel('Current password').fill('not my password');
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription('Wrong password.');
  await expect(page.getByLabel('Current password')).toBeFocused();
  await page.getByLabel('Current password').fill(ada.password);
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/Enter at least 8 characters\./);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed. You have been signed out everywhere else.')).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  expect((await elsewhere.request.get('/api/me')).status()).toBe(401);
  await elsewhere.close();

  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await signIn(page, server.baseURL, { ...ada, password: NEW_PASSWORD });
  await page.goto('/settings/security');
  await expect(page.getByRole('listitem')).toHaveCount(1);
});

test('a browser fetches a new cookie once a day', async ({ page, server, newPerson }) => {
  await signIn(page, server.baseURL, await newPerson());
  await page.goto('/settings/profile');
  const key = 'likeness-session-renewed';
  await expect.poll(() => page.evaluate((name) => localStorage.getItem(name), key)).not.toBeNull();
  const twoDaysAgo = String(Date.now() - 2 * 24 * 60 * 60 * 1000);
  await page.evaluate(([name, value]) => localStorage.setItem(name, value), [key, twoDaysAgo] as const);
  const before = (await page.context().cookies()).find(({ name }) => name.includes('session-token'));
  const renewal = page.waitForResponse((response) => response.url().endsWith('/api/auth/session'));
  await page.reload();
  await renewal;
  const after = async () => (await page.context().cookies()).find(({ name }) => name.includes('session-token'))?.value;
  await expect.poll(after).not.toBe(before?.value);
  await expect.poll(() => page.evaluate((name) => localStorage.getItem(name), key)).not.toBe(twoDaysAgo);
  expect((await page.request.get('/api/me')).status()).toBe(200);
});

test('a copy of the cookie is worth nothing after signing out', async ({ page, server, newPerson }) => {
  await signIn(page, server.baseURL, await newPerson());
  const cookies = await page.context().cookies();
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const me = () => fetch(`${server.baseURL}/api/me`, { headers: { Cookie } });
  expect((await me()).status).toBe(200);
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  expect((await me()).status).toBe(401);
});

test('a person whose sign-out fails is told that they are still signed in', async ({ page, server, newPerson }) => {
  await signIn(page, server.baseURL, await newPerson());
  const problem = { code: 'database_unavailable', detail: 'The database does not answer.' };
  await page.route('**/api/auth/signout', (route) => route.fulfill({ status: 503, json: problem }));
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('you are still signed in');
  await page.unroute('**/api/auth/signout');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
});

test('a person changes their name, and the header shows it at once', async ({ page, server, newPerson }) => {
  await signIn(page, server.baseURL, await newPerson());
  await page.goto('/settings/profile');
  await page.getByLabel('Name', { exact: true }).fill(' ');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('Enter a name.');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account of Ada King' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada King');
});

for (const path of ['/settings/security', '/settings/profile']) {
  test(`${path} passes the accessibility rules of axe, does not scroll sideways, and asks strangers to sign in`, async ({
    page,
    person,
  }) => {
    expect(person.id).toBeGreaterThan(0);
    await page.goto(path);
    if (path.endsWith('security')) await expect(page.getByRole('listitem')).toHaveCount(1);
    await expectNoViolations(page, path);
    for (const window of [
      { width: 320, height: 568 },
      { width: 1280, height: 800 },
    ])
      await expectNoSidewaysScroll(page, window, path);
    await page.context().clearCookies();
    await page.goto(path);
    await expect(page).toHaveURL(`/sign-in?callbackUrl=${path}`);
  });
}
