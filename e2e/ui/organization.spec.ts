import { test as base, expect } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { sha256 } from '../client/gravatar';
import { openAccount, type TestPerson } from '../client/people';
import { plain } from '../pictures/one-colour';
import { openAdministrator } from '../server/administrator';
import { signIn } from '../server/fixtures';
import { change, OPEN, policyOf } from '../server/policy';
import type { Server } from '../server/server';
import { workerServer } from '../server/worker-server';

/** The policy applies to every person: these tests have a server of their own. */
const test = base.extend<object, { server: Server; admin: TestPerson }>({
  server: workerServer(),
  admin: [async ({ server }, use) => use(await openAdministrator(server)), { scope: 'worker' }],
  baseURL: async ({ server }, use) => use(server.baseURL),
  /** The page of the administrator, with the default policy. */
  page: async ({ page, server, admin }, use) => {
    await change(server, admin, OPEN);
    await signIn(page, server.baseURL, admin);
    await use(page);
  },
});

test.use(STILL);

// In sequence, so that one server is enough.
test.describe.configure({ mode: 'default' });

test('an administrator switches changes off, and a member reads why nothing can be changed', { tag: '@main' }, async ({
  browser,
  page,
  server,
}) => {
  const member = await openAccount(server.baseURL);
  await page.goto('/settings/picture');
  await page.getByRole('link', { name: 'Organization' }).click();
  await expect(page.getByRole('heading', { name: 'Organization' })).toBeVisible();
  await expectNoViolations(page, 'organization');
  await page.getByRole('checkbox', { name: /Only administrators/ }).check();
  await page.getByLabel('Maximum file size in MiB').fill('1.5');
  await page.getByRole('checkbox', { name: 'GIF' }).uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved. Takes effect immediately for everyone.')).toBeVisible();
  const limits = await (await fetch(`${server.baseURL}/api/limits`)).json();
  expect(limits).toMatchObject({ locked: true, maxBytes: 1_572_864 });
  expect(limits.formats.map(({ format }: { format: string }) => format)).not.toContain('gif');

  const context = await browser.newContext();
  const theirs = await context.newPage();
  await signIn(theirs, server.baseURL, member);
  await theirs.goto('/settings/picture');
  await expect(theirs.getByText('Changing pictures is disabled.')).toBeVisible();
  await expect(theirs.getByLabel('Upload a picture')).toHaveCount(0);
  await expect(theirs.getByRole('link', { name: 'Organization' })).toHaveCount(0);
  await expectNoViolations(theirs, 'locked');
  await theirs.goto('/settings/organization');
  await expect(theirs.getByRole('heading', { name: 'Organization' })).toHaveCount(0);
  await context.close();

  // The administrator can still change pictures, within the other limits.
  await page.goto('/settings/picture');
  await expect(page.getByText('JPEG, PNG, WebP, AVIF or HEIC, up to 1.5')).toBeVisible();
  await expect(page.getByLabel('Upload a picture')).toBeVisible();
});

test('an administrator switches look-ups by hash off, and every hash gets the default picture at once', async ({ page, server, admin }) => {
  const member = await openAccount(server.baseURL);
  const body = await plain('png', [20, 140, 90]);
  expect((await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: member.auth, body })).status).toBe(200);
  const byHash = async () => (await fetch(`${server.baseURL}/avatar/${sha256(member.email)}?d=404`)).status;
  expect(await byHash()).toBe(200);
  await page.goto('/settings/organization');
  const box = page.getByRole('checkbox', { name: /know only a hash/ });
  await expect(box).toBeChecked();
  await box.uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved. Takes effect immediately for everyone.')).toBeVisible();
  expect(await byHash()).toBe(404);
  expect((await fetch(`${server.baseURL}/u/${member.id}/avatar`)).status).toBe(200);
  await page.goto('/settings/addresses');
  await expect(page.getByRole('note')).toContainText('does not answer applications that know only a hash');
  await change(server, admin, { hashLookup: true });
  expect(await byHash()).toBe(200);
});

test('a limit that is no number, and an empty set of formats, show an error beside the control, and nothing is saved', async ({
  page,
  server,
}) => {
  await page.goto('/settings/organization');
  await page.getByLabel('Maximum file size in MiB').fill('many');
  for (const box of await page.getByRole('group', { name: 'Accepted formats' }).getByRole('checkbox').all()) await box.uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Enter a number of MiB')).toBeVisible();
  await expect(page.getByText('Choose at least one format.')).toBeVisible();
  expect(await (await fetch(`${server.baseURL}/api/limits`)).json()).toMatchObject({ maxBytes: 26_214_400 });
  await page.getByLabel('Maximum file size in MiB').fill('0.001');
  await page.getByRole('checkbox', { name: 'PNG' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Enter at least 0.01 MiB.')).toBeVisible();
});

test('an administrator who changes one thing changes nothing else', async ({ page, server, admin }) => {
  const policy = async () => (await policyOf(server, admin.auth)).json();
  await change(server, admin, { maxAvatarBytes: 10_000 });
  await page.goto('/settings/organization');
  await expect(page.getByLabel('Maximum file size in MiB')).toHaveValue('0.01');
  // Another administrator changes the policy while the page is open.
  await change(server, admin, { acceptedFormats: ['png'] });
  const save = async () => {
    const answered = page.waitForResponse('**/api/policy');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect((await answered).status()).toBe(200);
    await expect(page.getByText('Saved. Takes effect immediately for everyone.')).toBeVisible();
  };
  await page.getByRole('checkbox', { name: /Only administrators/ }).check();
  await save();
  expect(await policy()).toMatchObject({ avatarChangesDisabled: true, maxAvatarBytes: 10_000, acceptedFormats: ['png'] });

  await page.getByLabel('Maximum file size in MiB').fill('2');
  await save();
  await page.getByRole('checkbox', { name: /Only administrators/ }).uncheck();
  await page.getByLabel('Maximum file size in MiB').fill('');
  await save();
  expect(await policy()).toMatchObject({ avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: ['png'] });
});

test('where only TIFF is accepted, the page says that it accepts no file', async ({ page, server, admin }) => {
  await change(server, admin, { acceptedFormats: ['tiff'] });
  await page.goto('/settings/picture');
  await expect(page.getByText('No picture format is accepted at the moment.')).toBeVisible();
  await expect(page.getByText('up to 25')).toHaveCount(0);
  await page
    .getByLabel('Upload a picture')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') });
  await expect(page.getByRole('main').getByRole('alert')).toContainText('No picture format is accepted at the moment.');
});
