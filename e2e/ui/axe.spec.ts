import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, open } from '../client/editor-page';
import { plain, tiny } from '../pictures/files';
import { expect, test } from '../server/fixtures';

test.use(STILL);

test('every page passes the accessibility rules of axe', { tag: '@main' }, async ({ page, newPerson }) => {
  for (const path of ['/', '/sign-in', '/sign-up', '/docs', '/docs/native', '/no/such/page']) {
    await page.goto(path);
    await expectNoViolations(page, path);
  }
  const { email, password } = await newPerson();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(editor(page).alert).toBeVisible();
  await expectNoViolations(page, 'refused sign-in');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/picture');
  await page.goto('/sign-out');
  await expectNoViolations(page, '/sign-out');
});

test('every state of the picture page passes the accessibility rules of axe', async ({ page, person }) => {
  await open(page);
  await expectNoViolations(page, 'empty');
  await choose(page, await tiny());
  await expectNoViolations(page, 'cropping');

  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('/api/me/avatar', async (route) => {
    await held;
    await route.fulfill({ status: 503, body: '' });
  });
  await editor(page).save.click();
  await expect(editor(page).progress).toHaveText(/Uploading|Processing/);
  await expectNoViolations(page, 'saving');
  answer();
  await expect(editor(page).alert).toBeVisible();
  await expectNoViolations(page, 'failed');
  await page.unroute('/api/me/avatar');
  await editor(page).again.click();
  await expect(editor(page).announcement).toContainText('Picture saved');
  await expectNoViolations(page, 'saved');
  await page.getByRole('button', { name: `Account of ${person.name}` }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectNoViolations(page, 'menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expectNoViolations(page, 'removed');
});

test('the API keys pass the accessibility rules of axe', async ({ page, person }) => {
  await page.goto('/settings/keys');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expectNoViolations(page, 'keys');
  await page.getByLabel('Name').fill(`Key of ${person.name}`);
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expectNoViolations(page, 'new key');
  await page.getByRole('button', { name: 'Revoke test' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectNoViolations(page, 'revoking');
});

test('a picture in the crop frame passes the accessibility rules of axe', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('white.png', [255, 255, 255]));
  await expectNoViolations(page, 'cropping white');
});
