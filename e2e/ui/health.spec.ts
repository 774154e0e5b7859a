import { expectNoViolations } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';
import { withServer } from '../server/own-server';

const TRANSLATED = [
  {
    locale: 'de-DE',
    worst: 'TRUST_PROXY vertraut jeder Adresse: Jeder Client kann sich als ein anderer ausgeben',
    advice: 'Setzen Sie TRUST_PROXY auf die Adressen allein Ihrer Proxys oder auf deren Anzahl.',
    upload: 'Ein Upload von 26 MB kommt vollständig an.',
  },
  {
    locale: 'ar',
    worst: 'يثق TRUST_PROXY بكل العناوين',
    advice: 'اضبط TRUST_PROXY على عناوين وكلائك وحدهم، أو على عددهم.',
    upload: 'ميغابايت كاملًا.',
  },
];

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

test('an administrator reads the findings in the language of the page, with settings and addresses as they are', {
  tag: '@server',
}, async ({ browser }) => {
  await withServer({ TRUST_PROXY: '0.0.0.0/1, 128.0.0.0/1, ::/1' }, async (server) => {
    const admin = await openAdministrator(server);
    for (const { locale, worst, advice, upload } of TRANSLATED) {
      const page = await browser.newPage({ baseURL: server.baseURL, locale });
      await signIn(page, server.baseURL, admin);
      const examined = page.waitForResponse('**/api/doctor');
      await page.goto('/settings/health');
      const { findings } = await (await examined).json();
      const rows = page.getByRole('main').getByRole('listitem');
      await expect(rows).toHaveCount(14);
      await expect(rows.first()).toContainText(worst);
      await expect(rows.first()).toContainText(advice);
      await expect(rows.first().locator('code').first()).toHaveText(/^(?:127\.0\.0\.1|::1)$/);
      await expect(rows.first().locator('code').first()).toHaveCSS('direction', 'ltr');
      await expect(rows.filter({ hasText: upload })).toHaveCount(1);
      const shown = (await rows.allInnerTexts()).join('\n');
      const sentences = findings.flatMap(({ detail, advice }: { detail: string; advice: string }) =>
        `${detail} ${advice}`.split(/(?<=\.) /),
      );
      expect(sentences.length).toBeGreaterThan(28);
      expect(sentences.filter((sentence: string) => shown.includes(sentence))).toEqual([]);
      await page.close();
    }
  });
});

test('a finding of another version of the server is shown in English, marked as such', async ({ page, server }) => {
  const finding = { id: 'gpu', level: 'warning', title: 'Graphics', detail: 'It is warm.', advice: 'Cool it.' };
  const coded = { observations: [{ code: 'gpu_warm', params: {} }], remedies: [{ code: 'cool', params: {} }] };
  const newer = { ...finding, ...coded };
  await page.route('**/api/doctor', (route) => route.fulfill({ json: { findings: [newer, { ...finding, id: 'older' }] } }));
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/health');
  const rows = page.getByRole('main').getByRole('listitem');
  for (const row of [rows.nth(0), rows.nth(1)]) await expect(row.locator('[lang="en"]')).toHaveText(['It is warm.', 'Cool it.']);
});

test('the health of the installation is no page of a member', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  expect((await page.goto('/settings/health'))?.status()).toBe(404);
});

test('on a phone the button stays in its place when the findings come', async ({ page, server }) => {
  await page.setViewportSize({ width: 375, height: 667 });
  await signIn(page, server.baseURL, await openAdministrator(server));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/doctor', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/settings/health');
  await expect(page.getByRole('main').getByRole('status')).toContainText('Checking.');
  const again = page.getByRole('button', { name: 'Check again' });
  const before = await again.boundingBox();
  release();
  await expect(page.getByRole('main').getByRole('status')).toContainText('14 checks');
  expect(await again.boundingBox()).toEqual(before);
});
