import { expectNoViolations } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';
import { withServer } from '../server/own-server';

test('an administrator reads what is wrong with the installation, the worst first, and checks again', {
  tag: '@server',
}, async ({ browser }) => {
  await withServer({ TRUST_PROXY: '0.0.0.0/1, 128.0.0.0/1, ::/1' }, async (server) => {
    const admin = await openAdministrator(server);
    const page = await browser.newPage({ baseURL: server.baseURL });
    await signIn(page, server.baseURL, admin);
    await page.goto('/settings/outbox');
    await page.getByRole('link', { name: 'Health' }).click();
    const rows = page.getByRole('main').getByRole('listitem');
    await expect(rows).toHaveCount(14);
    await expect(rows.first()).toContainText('Client addresses (TRUST_PROXY)');
    await expect(rows.first()).toContainText('Set TRUST_PROXY to the addresses of your proxies alone');
    await expect(rows.filter({ hasText: 'Large uploads' })).toContainText('An upload of 26 MB arrives whole.');
    await expect(page.getByRole('main').getByRole('status')).toHaveText('1 problem and 3 warnings in 14 checks.');
    await expectNoViolations(page, 'health');
    await expectNoSidewaysScroll(page, { width: 320, height: 568 }, 'health');
    const again = page.getByRole('button', { name: 'Check again' });
    await again.click();
    await expect(again).toBeEnabled();
    await expect(again).toBeFocused();
    await expect(rows).toHaveCount(14);
  });
});

test('the health of the installation is no page of a member', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  expect((await page.goto('/settings/health'))?.status()).toBe(404);
});
