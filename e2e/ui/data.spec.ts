import { readFile } from 'node:fs/promises';
import { expectNoViolations } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { expect, signIn, test } from '../server/fixtures';

test('a person downloads their data, deletes their account in a week, changes their mind, and then deletes it at once', {
  tag: '@main',
}, async ({ page, server, newPerson }) => {
  const ada = await newPerson();
  await signIn(page, server.baseURL, ada);
  await page.goto('/settings/data');
  await expect(
    page.getByText('Deleting your account also deletes 1 API key and 1 sign-in. A deleted account cannot be brought back.'),
  ).toBeVisible();
  await expectNoViolations(page, 'data');
  for (const width of [320, 768, 1280]) await expectNoSidewaysScroll(page, { width, height: 700 }, 'data');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const archive = await readFile(await (await download).path());
  // Signatures of the first file and of the end of the archive.
  expect([archive.subarray(0, 4).toString('latin1'), archive.indexOf('PK\x05\x06', 0, 'latin1')]).toEqual([
    'PK\x03\x04',
    archive.length - 22,
  ]);

  await page.getByLabel('Password').fill('not my password');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('Wrong password.');
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByText('Your account will be deleted in seven days.')).toBeVisible();
  await expect(page.getByRole('note')).toContainText('Your account will be deleted on');
  await expectNoViolations(page, 'scheduled');
  await page.reload();
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await expect(page.getByText('Your account stays.')).toBeVisible();
  await expect(page.getByRole('note')).toHaveCount(0);

  await page.getByLabel('Password').fill(ada.password);
  await page.getByLabel('Delete at once').check();
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('status').first()).toContainText(
    /Your account was deleted\.Gone: 1 API key, 1 sign-in and \d+ stored files?\./,
  );
  await expect(page.getByRole('status').first()).toContainText('The storage was listed afterwards: nothing of you is left.');
  await expectNoViolations(page, 'report');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  const read = async (path: string, headers: Record<string, string> = {}) => (await fetch(server.baseURL + path, { headers })).status;
  expect([await read(`/u/${ada.id}/avatar`), await read(`/api/users/${ada.id}/avatar`), await read('/api/me', ada.auth)]).toEqual([
    404, 404, 401,
  ]);
  await page.goto('/settings/data');
  await expect(page).toHaveURL('/sign-in?callbackUrl=/settings/data');
});
