import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { openFileDialog } from '../client/file-dialog';
import { holdScripts } from '../client/held-scripts';
import type { TestPerson } from '../client/people';
import { plain } from '../pictures/files';
import { oldPicture } from '../pictures/one-colour';
import { expect, test } from '../server/fixtures';
import type { Server } from '../server/server';

const PASSWORD = 'correct horse battery staple';

const GREEN = [20, 140, 90] as const;

test.use({ javaScriptEnabled: false });

const newAddress = () => `${randomUUID()}@example.org`;

async function resourceOf({ baseURL }: Server, { auth }: TestPerson): Promise<{ source: string; key: string }> {
  return (await fetch(`${baseURL}/api/me/avatar`, { headers: auth })).json();
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
}

test('pages that need scripts say so, and keep what is typed there out of the address', async ({ page }) => {
  await signUp(page, newAddress());
  for (const [path, button] of [
    ['/settings/security', 'Change password'],
    ['/settings/data', 'Delete my account'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('note')).toHaveText('This page needs JavaScript.');
    await page.locator('input[type=password]').first().fill(PASSWORD);
    await page.getByRole('button', { name: button }).click();
    await expect(page).toHaveURL(path);
    await expect(page.locator('input[type=password]').first()).toHaveValue(PASSWORD);
  }
});

test('what works without scripts stands above the notice that they are needed', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/data');
  await expect(page.getByRole('region', { name: 'Delete' }).getByRole('note')).toHaveText('This page needs JavaScript.');
});

test('a person without scripts signs up, signs out and signs in, to the page that was asked for', { tag: '@main' }, async ({ page }) => {
  const email = newAddress();
  await signUp(page, email);
  await expect(page).toHaveURL('/settings/picture');

  await page.getByRole('link', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');

  await page.goto('/settings/keys');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('a wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText('Wrong e-mail address or password.');
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
  await expect(page.getByLabel('Password')).toHaveValue('');

  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/keys');
});

test('a form that is refused has its error beside the field, and what was entered', async ({ page }) => {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada at example');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  const email = page.getByLabel('E-mail');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveValue('ada at example');
  await expect(page.getByLabel('Name')).toHaveValue('Ada');
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('Enter at least 8 characters.');
  await expect(page.getByLabel('Password')).toHaveValue('');

  // A later visit shows a new form.
  await page.goto('/sign-up');
  await expect(email).toHaveValue('');
  await expect(email).not.toHaveAttribute('aria-invalid', 'true');
});

test('an error is in the language of the browser', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-Mail').fill(newAddress());
  await page.getByLabel('Passwort').fill('a wrong password');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('alert')).toHaveText('E-Mail-Adresse oder Passwort ist falsch.');
  await context.close();
});

test('a forgotten password is asked for, and a link that has expired says so', async ({ page }) => {
  const email = newAddress();
  await page.goto('/forgot');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Request a link' }).click();
  await expect(page.getByRole('status').filter({ hasText: email })).toBeVisible();
  await page.goto('/reset?token=unknown');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This link has expired or was used already.')).toBeVisible();
  await expect(page.getByLabel('New password')).toHaveCount(0);
});

test('a picture is saved, framed by the server, and removed', { tag: '@main' }, async ({ page, person, server }) => {
  await page.goto('/settings/picture');
  await expect(page.getByText(/needs JavaScript\./)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Re-frame' })).toBeHidden();
  await page.getByLabel('Picture file').setInputFiles(await plain('green.png', GREEN));
  await page.getByRole('button', { name: 'Save picture' }).click();
  await expect(page.getByText(/Your picture was saved\./)).toBeVisible();
  const avatar = await resourceOf(server, person);
  expect(avatar).toMatchObject({ source: 'upload', crop: { x: 0, y: 0, width: 600, height: 600 } });
  await expect(page.getByRole('main').getByRole('img').first()).toHaveAttribute('src', new RegExp(avatar.key));

  await page.getByRole('button', { name: 'Remove picture' }).click();
  await expect(page.getByText(/Your picture was removed\./)).toBeVisible();
  expect(await resourceOf(server, person)).toMatchObject({ source: 'none' });
});

test('a file that is too large, or no picture, is refused, and the old picture stays', async ({ page, person, server }) => {
  const headers = person.auth;
  expect((await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers, body: await oldPicture() })).status).toBe(200);
  const before = await resourceOf(server, person);
  await page.goto('/settings/picture');
  const file = page.getByLabel('Picture file');
  for (const [buffer, words] of [
    [Buffer.alloc(27 * 1024 * 1024, 1), /too large. The limit is 25\sMB/],
    [Buffer.from('no picture'), /not accepted/],
  ] as const) {
    await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
    await page.getByRole('button', { name: 'Save picture' }).click();
    await expect(file).toHaveAccessibleDescription(words);
    await expect(file).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText(/^JPEG, PNG, .* up to 25\sMB\.$/)).toBeVisible();
  }
  expect(await resourceOf(server, person)).toEqual(before);
});

test('an API key is created, shown once, used and revoked', async ({ page, person, server }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/keys');
  // Without the form that needs scripts, which is hidden.
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Backup');
  await page.getByRole('checkbox', { name: /^Read/ }).uncheck();
  await page.getByRole('checkbox', { name: /^Write/ }).uncheck();
  await page.getByRole('combobox', { name: 'Expires' }).selectOption('In 30 days');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByText(/Choose at least one permission\./)).toBeVisible();
  await expect(name).toHaveValue('Backup');
  await page.getByRole('button', { name: 'Create key' }).click();

  const shown = page.getByRole('region', { name: 'Your new key' }).locator('code');
  await expect(shown).toHaveText(/^[A-Za-z0-9]{32}$/);
  const headers = { Authorization: `Bearer ${await shown.textContent()}` };
  const status = async () => (await fetch(`${server.baseURL}/api/me`, { headers })).status;
  expect(await status()).toBe(200);
  await page.goto('/settings/keys');
  await expect(page.getByText(/^Backup/).filter({ visible: true })).toHaveCount(1);
  await expect(shown).toHaveCount(0);

  await page.getByText(/Revoke Backup/).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(/Backup/)).toHaveCount(0);
  expect(await status()).toBe(401);
});

test('what another site posts is refused, and changes nothing', async ({ page, person, server }) => {
  const cookies = await page.context().cookies();
  const headers = {
    Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    Origin: 'https://elsewhere.example',
    'Sec-Fetch-Site': 'cross-site',
  };
  for (const path of ['sign-up', 'sign-in', 'picture/remove', 'keys', 'sign-out']) {
    const response = await fetch(`${server.baseURL}/api/forms/${path}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ label: 'x' }),
    });
    expect([path, response.status]).toEqual([path, 403]);
  }
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/picture');
  await expect(page).toHaveURL('/settings/picture');
});

test.describe('before its scripts have run', () => {
  test.use({ javaScriptEnabled: true });

  test('the picture page opens the file dialog, and frames the file that was chosen once they run', async ({ page, person }) => {
    expect(person.id).toBeGreaterThan(0);
    const release = await holdScripts(page);
    await page.goto('/settings/picture', { waitUntil: 'commit' });
    const dialog = await openFileDialog(page, () => page.getByText('Upload a picture').click());
    await dialog.setFiles(await plain('green.png', GREEN));
    release();
    await expect(page.getByRole('dialog', { name: 'Frame your picture' })).toBeVisible();
    await page.keyboard.press('Escape');
    // Nothing comes back with the page.
    await page.reload();
    await expect(page.getByLabel('Upload a picture')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('the start page does so too, by keyboard', async ({ page }) => {
    const release = await holdScripts(page);
    await page.goto('/', { waitUntil: 'commit' });
    await page.getByLabel('Try it with your own photo').focus();
    const dialog = await openFileDialog(page, () => page.keyboard.press('Enter'));
    await dialog.setFiles(await plain('green.png', GREEN));
    release();
    await expect(page.getByRole('dialog', { name: 'Frame your photo' })).toBeVisible();
  });

  test('a form that is sent is handled', async ({ page, newPerson }) => {
    const { email, password } = await newPerson();
    const release = await holdScripts(page);
    await page.goto('/sign-in?callbackUrl=/settings/keys', { waitUntil: 'commit' });
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('/settings/keys', { waitUntil: 'commit' });
    release();
    await expect(page.getByRole('heading', { level: 1, name: 'API keys' })).toBeVisible();
  });
});
