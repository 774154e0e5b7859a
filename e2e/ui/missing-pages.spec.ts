import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

test('a page that does not exist says so, with 404, in the language of the browser', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, locale: 'ar-EG' });
  const page = await context.newPage();
  for (const path of ['/no/such/page', '/static/none.png']) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('الصفحة غير موجودة');
  }
  await context.close();
});

test('a page for others than the person does not exist, with 404, in the language of the browser', { tag: '@main' }, async ({
  browser,
  newPerson,
  server,
}) => {
  const [person, administrator] = [await newPerson(), await openAdministrator(server)];
  const context = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false, locale: 'ar-EG' });
  const page = await context.newPage();
  const expectMissing = async (path: string) => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    expect(response?.headers().link).toMatch(/^<\/_next\/static\/media\/figtree[^>]*\.woff2>; rel=preload; as="font"/);
    await expect(page).toHaveTitle('غير موجودة · Likeness');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('الصفحة غير موجودة');
  };
  await expectMissing('/setup?code=x');
  await signIn(page, server.baseURL, person);
  for (const path of ['/settings/people', `/settings/people/${person.id}`, '/setup?code=x']) await expectMissing(path);
  await context.clearCookies();
  await signIn(page, server.baseURL, administrator);
  await expectMissing('/settings/people/2147483647');
  await context.close();
});
