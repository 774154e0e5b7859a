import { expectNoViolations } from '../client/axe';
import { expect, test } from '../server/fixtures';

test('a person looks at the password, and it is hidden again when the form is sent', async ({ page }) => {
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
  await expect(password).toHaveValue('correct horse');
});

test('a person who chooses a password reads how strong it is', async ({ page, person }) => {
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
