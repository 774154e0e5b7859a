import { expectNoViolations } from '../client/axe';
import { choose, open, saveAndWait } from '../client/editor-page';
import { sha256 } from '../client/gravatar';
import { expectNoSidewaysScroll } from '../client/overflow';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

test('a person adds an address, which shows the same picture, makes it primary, hides it from hashes, and removes the old one', {
  tag: ['@main', '@firefox'],
}, async ({ page, person }) => {
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  await page.goto('/settings/addresses');
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Primary');

  await page.getByLabel('Another address').fill('no address');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByLabel('Another address')).toHaveAccessibleDescription('Enter an e-mail address such as ada@example.org.');
  await expect(page.getByLabel('Another address')).toBeFocused();
  const email = `work-${person.email}`;
  await page.getByLabel('Another address').fill(email);
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByLabel('Your password')).toHaveAccessibleDescription('Wrong password.');
  await expect(page.getByLabel('Your password')).toBeFocused();
  await page.getByLabel('Your password').fill(person.password);
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('status')).toHaveText(`Added: ${email}.`);
  await expect(rows).toHaveCount(2);
  const byHash = async (of: string) => (await page.request.get(`/avatar/${sha256(of)}?d=404`)).status();
  expect(await byHash(email)).toBe(200);

  await page.getByRole('button', { name: `Make primary: ${email}` }).click();
  await expect(rows.first()).toContainText(email);
  await expect(page.getByRole('heading', { name: 'Your addresses' })).toBeFocused();
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expect(page.getByRole('menu')).toContainText(email);
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: `hash of ${email}` }).uncheck();
  await expect(page.getByRole('status')).toHaveText('Saved.');
  expect([await byHash(email), await byHash(person.email)]).toEqual([404, 200]);
  await page.getByRole('button', { name: `Remove ${person.email}` }).click();
  await expect(rows).toHaveCount(1);
  expect(await byHash(person.email)).toBe(404);
  await expectNoViolations(page, 'addresses');
  await expectNoSidewaysScroll(page, { width: 320, height: 568 }, 'addresses');
});
