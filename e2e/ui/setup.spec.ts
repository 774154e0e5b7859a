import { test as base, expect } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { openAccount } from '../client/people';
import { setupLink } from '../server/administrator';
import { signIn } from '../server/fixtures';
import { discard, type Server, startServer } from '../server/server';

/** Each test sets up a server of its own. */
const test = base.extend<{ server: Server }>({
  server: async ({ browserName: _ }, use) => {
    const server = await startServer();
    await use(server);
    await discard(server);
  },
  baseURL: async ({ server }, use) => use(server.baseURL),
});

test.use(STILL);

test('the link that the first start prints creates the administrator, and nothing else does', { tag: '@main' }, async ({
  page,
  server,
}) => {
  await page.goto('/');
  await expect(page.getByText('This server has no administrator yet.')).toBeVisible();
  const { pathname, search } = await setupLink(server);
  await page.goto('/setup?code=wrong');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Wrong or outdated code.')).toBeVisible();
  await expect(page.getByLabel('Setup code')).toBeFocused();

  await page.goto(pathname + search);
  await expectNoViolations(page, 'setup');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Organization' })).toBeVisible();

  const response = await page.goto(pathname + search);
  expect(response?.status()).toBe(404);
  await page.context().clearCookies();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Change your picture once' })).toBeVisible();
  await expect(page.getByText('This server has no administrator yet.')).toHaveCount(0);
});

test('a member who opens the link becomes the administrator', async ({ page, server }) => {
  await signIn(page, server.baseURL, await openAccount(server.baseURL));
  await page.goto('/settings/picture');
  await expect(page.getByRole('link', { name: 'Organization' })).toHaveCount(0);
  const { pathname, search } = await setupLink(server);
  await page.goto(pathname + search);
  await expectNoViolations(page, 'promotion');
  await page.getByRole('button', { name: 'Become the administrator' }).click();
  await expect(page.getByRole('heading', { name: 'Organization' })).toBeVisible();
});

test('a second start without an administrator prints another link, and a start with one prints none', async ({ server }) => {
  const first = await setupLink(server);
  await server.stop();
  const second = await startServer({ DATA_DIR: server.dataDir, PORT: String(server.port) });
  const link = await setupLink(second);
  const finish = (code: string | null) =>
    fetch(`${second.baseURL}/api/setup`, {
      method: 'POST',
      body: JSON.stringify({ code, email: 'ada@example.org', name: 'Ada', password: 'correct horse battery' }),
    });
  expect((await finish(first.searchParams.get('code'))).status).toBe(400);
  expect((await finish(link.searchParams.get('code'))).status).toBe(201);
  await second.stop();
  const third = await startServer({ DATA_DIR: server.dataDir, PORT: String(server.port) });
  expect(third.output()).not.toContain('/setup');
  await third.stop();
});
