import { expectNoViolations, STILL } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { expect, test } from '../server/fixtures';

test.use({ ...STILL, timezoneId: 'Asia/Tokyo' });

test('a person chooses a public name, a language and a time zone: others see the name, and dates are written so', {
  tag: ['@main', '@firefox'],
}, async ({ page, person, newPerson, server }) => {
  const created = new Date((await (await fetch(`${server.baseURL}/api/me`, { headers: person.auth })).json()).createdAt);
  await page.goto('/settings/profile');
  await expect(page.getByRole('link', { name: 'Manage your addresses' })).toHaveAttribute('href', '/settings/addresses');
  await page.getByLabel('Public name').fill('Countess\u0007');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Public name')).toHaveAccessibleDescription('Remove the control characters.');
  await expect(page.getByLabel('Public name')).toBeFocused();
  await page.getByLabel('Public name').fill('Countess');
  await page.getByLabel('Language', { exact: true }).selectOption({ label: 'Deutsch' });
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Gespeichert.');
  await expectNoViolations(page, 'profile');
  await expectNoSidewaysScroll(page, { width: 320, height: 568 }, 'profile');
  await expect(page.getByRole('button', { name: 'Konto von Ada Lovelace' })).toBeVisible();

  const { key, email } = await newPerson();
  const headers = { Authorization: `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}` };
  const { user } = await (await fetch(`${server.baseURL}/api/v1/users/${person.id}`, { headers })).json();
  expect(user.full_name).toBe('Countess');

  const inNewYork = (timeStyle?: 'short') =>
    new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeStyle, timeZone: 'America/New_York' }).format(created);
  await page.goto('/settings/keys');
  await expect(page.getByRole('listitem').filter({ hasText: 'test' }).getByRole('time').first()).toHaveText(inNewYork());

  await page.goto('/settings/profile');
  await expect(page.getByLabel('Zeitzone')).toHaveValue('America/New_York');
  await page.getByLabel('Öffentlicher Name').fill('');
  await page.getByLabel('Sprache', { exact: true }).selectOption('');
  await page.getByLabel('Zeitzone').selectOption('');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved.');
  const me = await (await fetch(`${server.baseURL}/api/me`, { headers: person.auth })).json();
  expect(me).toMatchObject({ publicName: null, language: null, timeZone: null });
});

test('on a phone, the reason why saving failed comes into view', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 375, height: 667 });
  await page.goto('/settings/profile');
  await page.getByLabel('Public name').fill('Countess');
  await page.route('**/api/me', (route) => route.abort());
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeInViewport({ ratio: 1 });
});

test('an error that comes while a person types elsewhere leaves their text in its place', async ({ page, person }) => {
  await page.setViewportSize({ width: 375, height: 240 });
  await page.goto('/settings/data');
  const password = page.getByLabel('Password', { exact: true });
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/me', async (route) => {
    await held;
    await route.abort();
  });
  await password.fill(person.password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await password.press('End');
  await password.press('x');
  const before = await password.boundingBox();
  const error = page.getByRole('main').getByRole('alert');
  await expect(error).toHaveCount(0);
  answer();
  await expect(error).toHaveCount(1);
  expect((await password.boundingBox())?.y).toBe(before?.y);
});
