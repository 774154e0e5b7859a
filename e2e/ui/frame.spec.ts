import { readFileSync } from 'node:fs';
import { settingsTab } from '../client/editor-page';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';
import { withServer } from '../server/own-server';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

test('each page ends with the version, the documentation, and the links that the operator has set', async ({ page, server, browser }) => {
  await page.goto('/');
  const footer = page.getByRole('contentinfo');
  await expect(footer).toContainText(`Likeness ${version}`);
  await expect(footer.getByRole('link')).toHaveText(['Documentation']);
  await expect(footer.getByRole('link')).toHaveAttribute('href', '/docs');
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/health');
  await expect(footer).toContainText(`Likeness ${version}`);
  await expect(footer.getByRole('link', { name: 'Documentation' })).toHaveAttribute('href', '/docs');
  await withServer({ DOCS_URL: 'https://docs.example.org/', SOURCE_URL: 'https://code.example.org/' }, async ({ baseURL }) => {
    // A page of its own: `page` may ask the worker's server only.
    const elsewhere = await browser.newPage();
    await elsewhere.goto(`${baseURL}/sign-in`);
    const links = elsewhere.getByRole('contentinfo');
    await expect(links.getByRole('link', { name: 'Documentation' })).toHaveAttribute('href', 'https://docs.example.org/');
    await expect(links.getByRole('link', { name: 'Source code' })).toHaveAttribute('href', 'https://code.example.org/');
    await elsewhere.close();
  });
});

test('in a narrow window the current page of the settings is in view, and the row scrolls by keyboard', async ({ page, server }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/health');
  await expect(settingsTab(page, 'Health')).toBeInViewport({ ratio: 1 });
  await settingsTab(page, 'Picture').focus();
  await expect(settingsTab(page, 'Picture')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/profile');
  await expect(settingsTab(page, 'Profile')).toBeInViewport({ ratio: 1 });
});

test('the column names groups for administrators, whose pages do not exist for others', async ({ page, person, server }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/profile');
  const navigation = page.getByRole('navigation', { name: 'Settings' });
  await expect(navigation.getByRole('link')).toHaveText(['Picture', 'Profile', 'Security', 'Addresses', 'API keys', 'Data']);
  await expect(navigation.getByText('Administration')).toHaveCount(0);
  const response = await page.goto('/settings/people');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(page).toHaveTitle('Not found · Likeness');
  await expect(page.getByRole('link', { name: 'Go to your picture' })).toHaveAttribute('href', '/settings/picture');
  await page.context().clearCookies();
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/people');
  await expect(navigation.getByText('Administration')).toBeVisible();
  await expect(navigation.getByRole('link')).toHaveCount(11);
});

test('a person without a provider learns that none is needed', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/connections');
  await expect(page.getByText('No account is connected.')).toBeVisible();
  await expect(page.getByText('This server offers no sign-in with an account elsewhere.')).toBeVisible();
});
