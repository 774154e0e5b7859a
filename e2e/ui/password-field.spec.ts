import { expectNoViolations } from '../client/axe';
import { expect, test } from '../server/fixtures';

test('a person looks at the password, and it is hidden again when the form is sent', { tag: '@firefox' }, async ({ page }) => {
  await page.goto('/sign-in');
  const password = page.getByLabel('Password');
  await page.getByLabel('E-mail').fill('nobody@example.org');
  await password.fill('correct horse');
  await expect(password).toHaveAttribute('type', 'password');
  const show = page.getByRole('button', { name: 'Show' });
  await expect(show).toHaveAccessibleDescription('Password');
  await show.click();
  await expect(password).toHaveAttribute('type', 'text');
  await expectNoViolations(page, 'shown password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Wrong e-mail address or password.');
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveValue('');
  await expect(password).toBeFocused();
});

test('what is wrong with a password is said until the person changes it, and again if it is still wrong', { tag: '@firefox' }, async ({
  page,
}) => {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.org');
  const password = page.getByLabel('Password', { exact: true });
  const create = page.getByRole('main').getByRole('button', { name: 'Create account' });
  for (const _ of [1, 2]) {
    await password.fill('password');
    await create.click();
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    await password.press('x');
    await expect(password).not.toHaveAttribute('aria-invalid');
    await expect(password).toHaveAccessibleDescription('At least 8 characters.');
  }
});

test('the button stays in its place when the meter of the password appears', { tag: '@firefox' }, async ({ page }) => {
  await page.goto('/sign-up');
  const create = page.getByRole('main').getByRole('button', { name: 'Create account' });
  // Its place at the end of the movement by which the form appears.
  await create.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  const before = await create.boundingBox();
  await page.getByLabel('Password', { exact: true }).fill('seven otters on a raft');
  await expect(page.getByRole('status')).toHaveText('Strong');
  expect(await create.boundingBox()).toEqual(before);
});

test('a person who chooses a password reads how strong it is', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/security');
  const password = page.getByLabel('New password');
  await password.fill('lamp');
  await expect(page.getByText('Too short: 4 more characters')).toBeVisible();
  await password.fill('password1');
  await expect(page.getByText('Easy to guess')).toBeVisible();
  await password.fill('seven otters on a raft');
  await expect(page.getByText('Strong', { exact: true })).toBeVisible();
  await expectNoViolations(page, 'strength');
});
