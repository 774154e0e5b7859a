import { expectNoViolations, STILL } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { openAccount, type TestPerson } from '../client/people';
import { openAdministrator } from '../server/administrator';
import { test as base, expect, signIn } from '../server/fixtures';

/** The administrator of the server reads its outbox. */
const test = base.extend<{ admin: TestPerson }>({
  admin: async ({ server }, use) => use(await openAdministrator(server)),
});

test.use(STILL);

const NEW_PASSWORD = 'a new long password';
const PHONE = { width: 375, height: 812 };

test('a person who forgot their password chooses a new one with the link that an administrator passes on', { tag: '@main' }, async ({
  page,
  browser,
  server,
  admin,
}) => {
  expect(server.output()).toContain(
    `Mail is not sent, since SMTP_URL is not set. Administrators read it at ${server.baseURL}/settings/outbox`,
  );
  const ada = await openAccount(server.baseURL);
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveText('Wrong e-mail address or password.');
  await expect(page.getByLabel('Password')).toBeFocused();
  await expect(page.getByLabel('Password')).toHaveValue('');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
  await expect(page).toHaveURL('/forgot');
  await expect(page.getByLabel('E-mail')).toHaveValue(ada.email);
  await page.getByLabel('E-mail').fill('');
  await page.getByRole('button', { name: 'Request a link' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('Enter your e-mail address.');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await expectNoViolations(page, 'forgot');
  await expectNoSidewaysScroll(page, PHONE, 'forgot');
  for (const email of ['unknown@example.org', ada.email]) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Request a link' }).click();
    await expect(page.getByRole('status').filter({ hasText: email })).toHaveText(
      `If ${email} has an account, the administrators have a link for you now. Ask one of them for it: it works for an hour.`,
    );
  }

  const office = await browser.newContext({ baseURL: server.baseURL, ...STILL.contextOptions });
  const outbox = await office.newPage();
  await signIn(outbox, server.baseURL, admin);
  await outbox.goto('/settings/organization');
  await outbox.getByRole('link', { name: 'Outbox' }).click();
  const message = outbox.getByRole('listitem').filter({ hasText: ada.email });
  await expect(message).toContainText('Reset your Likeness password');
  await expect(outbox.getByRole('listitem').filter({ hasText: 'unknown@example.org' })).toHaveCount(0);
  await message.getByText('Show the message').click();
  const [link = ''] = /http\S+\/reset\?token=\S+/.exec((await message.textContent()) ?? '') ?? [];
  await expectNoViolations(outbox, 'outbox');
  await expectNoSidewaysScroll(outbox, PHONE, 'outbox');
  await office.close();

  // A mail scanner opens the link as well, which changes nothing.
  const scanned = await fetch(link);
  expect([scanned.status, (await scanned.text()).includes('<meta name="referrer" content="no-referrer"')]).toEqual([200, true]);
  await page.goto(link);
  await expect(page.getByText('your API keys are deleted')).toBeVisible();
  await page.getByLabel('New password').fill('password123');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/^Too common/);
  await expect(page.getByLabel('New password')).toBeFocused();
  await expectNoViolations(page, 'reset');
  await expectNoSidewaysScroll(page, PHONE, 'reset');
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password was changed. You have been signed out everywhere.')).toBeFocused();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Password changed');
  await page.getByRole('link', { name: 'Sign in' }).last().click();
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/picture');

  await page.goto(link);
  await page.getByLabel('New password').fill('yet another password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This link has expired or was used already.')).toBeFocused();
  await expect(page.getByRole('link', { name: 'Request a new link' })).toHaveAttribute('href', '/forgot');
  expect(server.output()).not.toContain(new URL(link).searchParams.get('token'));
  expect(server.output()).not.toContain(ada.email);
});
