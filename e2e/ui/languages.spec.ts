import { expectNoViolations, STILL } from '../client/axe';
import { cutTexts } from '../client/cut-text';
import { expectNoSidewaysScroll } from '../client/overflow';
import { signInCookie } from '../client/people';
import { PLAIN_VISITOR_PAGES } from '../client/visitor-pages';
import { openAdministrator } from '../server/administrator';
import { expect, test } from '../server/fixtures';

test.use(STILL);

const PHONE = { width: 320, height: 640 };

test.describe('a browser in Arabic', () => {
  test.use({ locale: 'ar-EG' });

  test('shows the pages for visitors from right to left, in accessible Arabic', { tag: ['@main', '@firefox'] }, async ({ page }) => {
    await page.goto('/sign-in');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page).toHaveTitle('تسجيل الدخول · Likeness');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('تسجيل الدخول');
    const [input, show] = [page.getByLabel('كلمة المرور', { exact: true }), page.getByRole('button', { name: 'إظهار' })];
    const [field, button] = [await input.boundingBox(), await show.boundingBox()];
    // The end of the line is at the left.
    expect((button?.x ?? 0) - (field?.x ?? 0)).toBeLessThan(20);
    for (const path of PLAIN_VISITOR_PAGES) {
      await page.goto(path);
      await expectNoViolations(page, `${path} in Arabic`);
      await expectNoSidewaysScroll(page, PHONE, `${path} in Arabic`);
    }
  });

  test('asks in Arabic for what is missing, not in the language of the browser', { tag: '@firefox' }, async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'تسجيل الدخول' }).click();
    await expect(page.getByText('أدخل عنوان بريد إلكتروني.')).toBeVisible();
    await expect(page.getByText('أدخل كلمة مرور.')).toBeVisible();
    await expect(page.getByLabel('البريد الإلكتروني')).toBeFocused();
  });

  test('says in Arabic that a password is wrong', { tag: '@firefox' }, async ({ page, newPerson }) => {
    const { email } = await newPerson();
    await page.goto('/sign-in');
    await page.getByLabel('البريد الإلكتروني').fill(email);
    await page.getByLabel('كلمة المرور', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'تسجيل الدخول' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toHaveText('عنوان البريد الإلكتروني أو كلمة المرور غير صحيحة.');
  });
});

for (const [language, title] of [
  ['de-AT', 'Anmelden'],
  ['fr-CA', 'Se connecter'],
  ['es-MX', 'Iniciar sesión'],
  ['ja', 'ログイン'],
  ['zh-CN', '登录'],
  ['pt-BR', 'Sign in'],
] as const) {
  test.describe(`a browser in ${language}`, () => {
    test.use({ locale: language });

    test('cuts no text on a narrow phone', { tag: '@firefox' }, async ({ page }) => {
      await page.setViewportSize(PHONE);
      for (const path of PLAIN_VISITOR_PAGES) {
        await page.goto(path);
        if (path === '/sign-in') await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
        expect(await cutTexts(page), `${path} in ${language}`).toEqual([]);
        await expectNoSidewaysScroll(page, PHONE, `${path} in ${language}`);
      }
    });
  });
}

test('a person who chooses a language sees the page in it at once, and gets mail in it', { tag: ['@main', '@firefox'] }, async ({
  page,
  person,
  server,
}) => {
  const Cookie = await signInCookie(server.baseURL, await openAdministrator(server));
  await page.goto('/settings/profile');
  await page.getByLabel('Language', { exact: true }).selectOption('de');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Profil');
  await expect(page.getByRole('status')).toHaveText('Gespeichert.');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('navigation', { name: 'Einstellungen' }).getByRole('link', { name: 'Sicherheit' })).toBeVisible();
  await page.setViewportSize(PHONE);
  expect(await cutTexts(page)).toEqual([]);
  await expectNoSidewaysScroll(page, PHONE, 'profile in German');

  await page.goto('/settings/security');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sicherheit');
  await expect(page.getByRole('heading', { level: 1 }).locator('xpath=ancestor::*[@lang][1]')).toHaveAttribute('lang', 'de');

  await page.request.post('/api/password-resets', { data: { email: person.email } });
  await expect
    .poll(async () => {
      const { messages } = await (await fetch(`${server.baseURL}/api/outbox`, { headers: { Cookie } })).json();
      return messages.find(({ to }: { to: string }) => to === person.email)?.subject;
    })
    .toBe('Passwort für Likeness zurücksetzen');
});

test.describe('a visitor without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('chooses the language in the footer, and stays on the page', async ({ page }) => {
    await page.goto('/sign-in?callbackUrl=/settings/keys');
    await page.getByLabel('Language').selectOption('Deutsch');
    await page.getByRole('button', { name: 'Change language' }).click();
    await expect(page).toHaveURL('/sign-in?callbackUrl=/settings/keys');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anmelden');
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await page.goto('/sign-up');
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.getByLabel('Sprache')).toBeVisible();
    for (const link of ['/reset?token=expired', '/verify?token=expired']) {
      await page.goto(link);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByLabel('Sprache')).toBeHidden();
    }
  });
});
