import { awake, choose, editor, open, saveAndWait, served } from '../client/editor-page';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

test('signing out in one tab sends the others to the sign-in form with a message, and signing in brings them back', {
  tag: '@firefox',
}, async ({ page, context, person }) => {
  await open(page);
  const other = await context.newPage();
  await other.goto('/settings/keys');
  await expect(other.getByRole('listitem')).toHaveCount(1);
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await expect(other.getByText('You have been signed out. Sign in to continue.')).toBeVisible();
  await expect(other).toHaveURL(/\/sign-in\?/);

  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/picture');
  await expect(other).toHaveURL('/settings/keys');
  await expect(other.getByRole('listitem')).toHaveCount(1);
});

test('a session that ended elsewhere is detected when the person returns to the page', { tag: '@firefox' }, async ({
  page,
  context,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await context.clearCookies();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByText('You have been signed out. Sign in to continue.')).toBeVisible();
});

test('a page with an unsaved edit stays when the session ends in another tab, and saves once the person is back', {
  tag: '@firefox',
}, async ({ page, context, person }) => {
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await editor(page).zoom.fill('3');
  const other = await context.newPage();
  await other.goto('/sign-out');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(editor(page).alert.or(page.getByRole('alert')).first()).toContainText('You have been signed out.');
  await expect(editor(page).zoom).toHaveValue('3');
  // The other tab has been told before its own page follows.
  await expect(other).toHaveURL('/');
  await other.goto('/sign-in');
  await other.getByLabel('E-mail').fill(person.email);
  await other.getByLabel('Password').fill(person.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL('/settings/picture');
  await awake(other);
  await expect(page.getByText('You have been signed out.')).toHaveCount(0);
  await saveAndWait(page);
  await served(page, 'header-avatar');
  await expect(other.getByTestId('header-avatar')).toHaveAttribute('src', (await editor(page).header.getAttribute('src')) ?? '');
});
