import { test as base, expect } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { openAdministrator } from '../server/administrator';
import { signIn } from '../server/fixtures';
import { discard, type Server, startServer } from '../server/server';

const test = base.extend<{ server: Server }>({
  server: async ({ browserName: _ }, use) => {
    const server = await startServer();
    await use(server);
    await discard(server);
  },
  baseURL: async ({ server }, use) => use(server.baseURL),
});

test.use(STILL);

test('an administrator invites a person to a server that is open to invited people only', { tag: '@firefox' }, async ({
  browser,
  page,
  server,
}) => {
  const admin = await openAdministrator(server);
  await signIn(page, server.baseURL, admin);
  await page.goto('/settings/people');
  await page.getByRole('link', { name: 'Invite people' }).click();
  await expect(page.getByRole('heading', { name: 'Invites' })).toBeInViewport();
  await page.getByRole('radio', { name: /People with an invite/ }).check();
  await page.getByRole('button', { name: 'Save who may join' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Create invite' }).click();
  const link = (await page.getByTestId('invite-link').textContent()) ?? '';
  await expect(page.getByText('Used 0 of 1 times')).toBeVisible();
  await expectNoViolations(page, 'invites');

  const context = await browser.newContext({ baseURL: server.baseURL });
  const theirs = await context.newPage();
  await theirs.goto('/');
  await expect(theirs.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await expect(theirs.getByRole('link', { name: 'Create account' })).toHaveCount(0);
  await theirs.goto('/sign-up');
  await expect(theirs.getByText('You need an invite to create an account here.')).toBeVisible();
  await expect(theirs.getByLabel('Password')).toHaveCount(0);
  await theirs.goto(link);
  await theirs.getByLabel('Name').fill('Grace Hopper');
  await theirs.getByLabel('E-mail').fill('grace@example.org');
  await theirs.getByLabel('Password').fill('correct horse battery');
  await theirs.getByRole('button', { name: 'Create account' }).click();
  await expect(theirs.getByLabel('Upload a picture')).toBeVisible();
  await context.clearCookies();
  await theirs.goto(link);
  await expect(theirs.getByText('This invite was used, withdrawn or has expired.')).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByText('Used 1 of 1 times')).toBeVisible();
  await page.getByRole('button', { name: /Withdraw/ }).click();
  await expect(page.getByText('Used 1 of 1 times')).toHaveCount(0);
});
