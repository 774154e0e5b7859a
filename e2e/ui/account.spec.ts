import { randomUUID } from 'node:crypto';
import { awake, hydrated } from '../client/editor-page';
import { expect, signIn, test } from '../server/fixtures';

test('a person opens an account, signs out in the menu, and signs in again', { tag: '@main' }, async ({ page }) => {
  const email = `${randomUUID()}@example.org`;
  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: 'Create account' }).click();
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/settings/picture');
  await expect(page).toHaveTitle('Picture · Likeness');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await awake(page);

  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');

  await page.goto('/settings/keys');
  await expect(page).toHaveURL('/sign-in?callbackUrl=/settings/keys');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/keys');
});

test('a person who mistypes reads the error beside the field', { tag: '@firefox' }, async ({ page, newPerson }) => {
  const { email } = await newPerson();
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('Enter at least 8 characters.');
  await expect(page.getByLabel('Password')).toBeFocused();

  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/already/);

  await page.goto('/sign-in?callbackUrl=https://elsewhere.example/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Wrong e-mail address or password.');
});

test('each attempt to sign in without an address or a password moves the focus to the first that is missing', async ({ page }) => {
  await page.goto('/sign-in');
  const [email, password, submit] = [page.getByLabel('E-mail'), page.getByLabel('Password'), page.getByRole('button', { name: 'Sign in' })];
  await hydrated(email);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await submit.click();
    await expect(email).toBeFocused();
    await expect(email).toHaveAccessibleDescription('Enter an e-mail address.');
  }
  await email.fill('ada@example.org');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await submit.click();
    await expect(password).toBeFocused();
  }
});

for (const [refusal, words] of [
  ['rate_limited', 'Wait a minute, then go to “Sign in”.'],
  ['CredentialsSignin', 'Go to “Sign in” and try again.'],
] as const) {
  test(`a person whose account is opened and whose sign-in is refused with ${refusal} reads what to do`, async ({ page, baseURL }) => {
    await page.route('**/api/auth/callback/credentials*', (route) =>
      route.fulfill({ status: 401, json: { url: `${baseURL}/sign-in?error=${refusal}` } }),
    );
    await page.goto('/sign-up');
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill(`${randomUUID()}@example.org`);
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Your account was created, but');
    await expect(page.getByRole('main').getByRole('alert')).toContainText(words);
    await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible();
  });
}

test('signing in never redirects to another site', async ({ page, newPerson }) => {
  const { email, password } = await newPerson();
  await page.goto('/sign-in?callbackUrl=https://elsewhere.example/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/picture');
});

test('a signed-in person is redirected to their picture from the start page and the forms', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  for (const path of ['/', '/sign-in', '/sign-up', '/settings']) {
    await page.goto(path);
    await expect(page).toHaveURL('/settings/picture');
  }
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('a person creates an API key, uses it, and revokes it', { tag: ['@main', '@firefox'] }, async ({ page, server, newPerson }) => {
  await signIn(page, server.baseURL, await newPerson());
  await page.goto('/settings/keys');
  await page.getByLabel('Name').fill('Backup script');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('heading', { name: 'Your new key' })).toBeFocused();
  const key = (await page.getByTestId('new-key').textContent()) ?? '';
  expect(key).toMatch(/^[A-Za-z0-9]{32}$/);
  await expect(page.getByTestId('key-command')).toContainText(`Authorization: Bearer ${key}`);
  const me = () => fetch(`${server.baseURL}/api/me`, { headers: { Authorization: `Bearer ${key}` } });
  expect((await me()).status).toBe(200);

  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'Backup script' });
  await expect(row).toContainText(`…${key.slice(-4)}`);
  await expect(row).toContainText('last used');
  await expect(page.getByText(key)).toHaveCount(0);
  await row.getByRole('button', { name: 'Revoke Backup script' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toHaveCount(0);
  expect((await me()).status).toBe(401);
});

test('a missing page shows a message and a link', async ({ page }) => {
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Change your picture once');
});

test('no other site can frame the pages, and pictures keep their own headers', async ({ page, person, server }) => {
  for (const path of ['/settings/picture', '/settings/keys', '/sign-out']) {
    const response = await page.goto(path);
    expect(response?.headers()).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
  }
  const picture = await fetch(`${server.baseURL}/u/${person.id}/avatar`);
  expect(picture.headers.get('content-security-policy')).not.toContain('frame-ancestors');
});
