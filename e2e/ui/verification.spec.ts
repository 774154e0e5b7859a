import type { Page } from '@playwright/test';
import { expectNoViolations } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { signInCookie } from '../client/people';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';
import { withServer } from '../server/own-server';

test('where addresses are verified, a person signs up, opens the link in the message, and adds an address in the same way', {
  tag: '@firefox',
}, async ({ browser }) => {
  await withServer({ EMAIL_VERIFICATION: 'required' }, async (server) => {
    const Cookie = await signInCookie(server.baseURL, await openAdministrator(server));
    const linkTo = async (email: string): Promise<string> => {
      let url: string | undefined;
      await expect
        .poll(async () => {
          const response = await fetch(`${server.baseURL}/api/outbox`, { headers: { Cookie } });
          const { messages } = (await response.json()) as { messages: { to: string; text: string }[] };
          url = /^http\S+\/verify\?token=\S+$/m.exec(messages.find(({ to }) => to === email)?.text ?? '')?.[0];
          return url;
        })
        .toBeDefined();
      return url ?? '';
    };
    const page: Page = await browser.newPage({ baseURL: server.baseURL });
    await page.goto('/sign-up');
    await page.getByLabel('Name').fill('Grace');
    await page.getByLabel('E-mail').fill('grace@example.org');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Create account' }).click();
    const sent = page.getByText('We sent a message to grace@example.org.');
    await expect(sent).toBeFocused();

    const link = await linkTo('grace@example.org');
    await page.goto(link);
    await expectNoViolations(page, 'verify');
    await expectNoSidewaysScroll(page, { width: 320, height: 568 }, 'verify');
    const confirm = page.getByRole('button', { name: 'Confirm the address' });
    await page.getByLabel('Password').fill('not the password');
    await confirm.click();
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/^Wrong password\./);
    await expect(page.getByLabel('Password')).toBeFocused();
    await page.getByLabel('Password').fill('a long enough password');
    await confirm.click();
    await expect(page.getByText('Your account is open, with grace@example.org.')).toBeFocused();
    await page.goto(link);
    await confirm.click();
    await expect(page.getByText('This link has expired or was used already.')).toBeVisible();

    await signIn(page, server.baseURL, { email: 'grace@example.org', password: 'a long enough password' });
    await page.goto('/settings/addresses');
    await expect(page.getByRole('listitem')).toContainText('Verified');
    await page.getByLabel('Another address').fill('hopper@example.org');
    await page.getByLabel('Your password').fill('a long enough password');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('status')).toContainText('We sent a link to hopper@example.org.');
    await page.goto(await linkTo('hopper@example.org'));
    await confirm.click();
    await page.getByRole('link', { name: 'Your addresses' }).click();
    await expect(page.getByRole('listitem')).toHaveCount(2);
    await page.close();
  });
});
