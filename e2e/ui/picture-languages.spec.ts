import type { Page, Route } from '@playwright/test';
import { metadataPictures } from '@/testing/corpus/metadata';
import { expectNoViolations, STILL } from '../client/axe';
import { brokenWords } from '../client/broken-words';
import { cutTexts } from '../client/cut-text';
import { expectNoSidewaysScroll } from '../client/overflow';
import { latinTexts } from '../client/shown-texts';
import { expect, test } from '../server/fixtures';

test.use(STILL);

const PHONE = { width: 320, height: 640 };

const LANGUAGES = [
  { language: 'de', heading: 'Ihr Bild', isLatin: true },
  { language: 'fr', heading: 'Votre photo', isLatin: true },
  { language: 'es', heading: 'Tu foto', isLatin: true },
  { language: 'ja', heading: 'プロフィール画像', isLatin: false },
  { language: 'zh-Hans', heading: '您的头像', isLatin: false },
  { language: 'ar', heading: 'صورتك', isLatin: false },
] as const;

/** The buttons of other ways to a picture, by their place. */
const way = (page: Page, place: number) => page.locator('main fieldset').first().getByRole('button').nth(place);

/** Narrow phones, upright and on their side, and a window of 1280 × 1024 pixels at 400 %. */
const NARROW = [PHONE, { width: 320, height: 568 }, { width: 375, height: 553 }, { width: 568, height: 320 }, { width: 320, height: 256 }];

/** The number of tools, and what is wider than its place: their labels, the row of them, actions, or buttons beside or below the window. */
const tools = (page: Page) =>
  page.locator('.editor-layout').evaluate((dialog) => {
    const [row] = dialog.getElementsByClassName('editor-buttons');
    const all = [...dialog.getElementsByClassName('editor-tool')];
    const actions = dialog.querySelectorAll('.editor-foot button');
    const wider = [...(row ? [row] : []), ...all, ...actions].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
    const beside = [...dialog.getElementsByTagName('button')].filter((button) => {
      const { left, right, bottom } = button.getBoundingClientRect();
      const isBelow = bottom > innerHeight && button.closest('.editor-foot') && getComputedStyle(dialog).overflowY === 'visible';
      return left < 0 || right > innerWidth || isBelow;
    });
    return { count: all.length, wider: [...wider, ...beside].map(({ className, textContent }) => [className, textContent]) };
  });

for (const { language, heading, isLatin } of LANGUAGES) {
  test(`the picture page in ${language} is whole on a narrow phone, in every state`, async ({ page, person, server }) => {
    test.slow();
    const patched = await page
      .context()
      .request.patch('/api/me', { data: { name: person.name, language }, headers: { Origin: server.baseURL } });
    expect(patched.status()).toBe(200);
    await page.setViewportSize(PHONE);
    await page.goto('/settings/picture');
    const title = page.getByRole('heading', { level: 1 });
    await expect(title).toHaveText(heading);
    await expect(title.locator('xpath=ancestor::*[@lang][1]')).toHaveAttribute('lang', language);

    async function expectWhole(where: string) {
      expect(await cutTexts(page), `${where} in ${language}`).toEqual([]);
      await expectNoSidewaysScroll(page, PHONE, `${where} in ${language}`);
      if (!isLatin) expect(await latinTexts(page), `${where} in ${language}`).toEqual([]);
      if (language === 'ar') await expectNoViolations(page, `${where} in Arabic`);
    }

    async function expectRoom(where: string) {
      for (const size of NARROW) {
        await page.setViewportSize(size);
        expect(await tools(page), `${where} in ${language} at ${size.width} × ${size.height}`).toEqual({ count: 7, wider: [] });
      }
    }

    await expect(page.getByTestId('gallery').locator('.animate-shimmer')).toHaveCount(0);
    await expectWhole('no picture');
    const dialog = page.getByRole('dialog');
    for (const [place, name] of ['camera', 'web', 'drawings'].entries()) {
      await way(page, place).click();
      await expect(dialog).toBeVisible();
      if (name === 'camera') await expect(dialog.getByRole('alert').or(dialog.getByTestId('camera-preview'))).toBeVisible();
      await expectWhole(name);
      if (name === 'drawings') {
        await dialog.getByRole('tab').nth(1).click();
        await expect(dialog.getByTestId('initials-preview')).toBeVisible();
        await expectWhole('initials');
      }
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }

    const [laden] = metadataPictures;
    await page.locator('main input[type=file]').setInputFiles({
      name: 'me.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from((await laden?.file()) ?? []),
    });
    await expect(page.getByTestId('cropper')).toBeVisible();
    await expectRoom('an edit');
    const submit = dialog.locator('button[type=submit]');
    let fail = () => {};
    const held = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const refused = async (route: Route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      await held;
      return route.abort();
    };
    await page.route('**/api/me/avatar', refused);
    await submit.click();
    await expect(submit).toHaveAttribute('aria-disabled', 'true');
    await expectRoom('a save');
    fail();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expectRoom('a failed save');
    await page.unroute('**/api/me/avatar', refused);
    await page.setViewportSize(PHONE);
    await submit.click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByTestId('announcement')).not.toBeEmpty();
    // Japanese and Chinese break within words.
    if (language !== 'ja' && language !== 'zh-Hans') expect(await brokenWords(page.getByTestId('announcement'))).toEqual([]);
    await expect(page.getByTestId('description-request')).toBeVisible();
    await page.getByTestId('metadata-report').locator('summary').first().click();
    await page.getByTestId('share').locator('summary').first().click();
    await expect(page.getByTestId('share-address')).toBeVisible();
    await expect(page.getByTestId('kept-picture')).toHaveCount(1);
    await expectWhole('a picture');

    await page.request.delete('/api/me/avatar', { headers: { Origin: server.baseURL } });
    await page.reload();
    await expect(page.getByTestId('kept-picture')).toHaveCount(1);
    await expectWhole('a kept picture');
    await page.getByTestId('kept-picture').getByRole('button').last().click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectWhole('the question before a picture is deleted');
    await page.getByRole('alertdialog').getByRole('button').last().click();
    await expect(page.getByTestId('announcement')).not.toBeEmpty();
    await expectWhole('news');
  });
}

for (const { language, isLatin } of LANGUAGES) {
  test.describe(`a browser in ${language}`, () => {
    test.use({ locale: language === 'zh-Hans' ? 'zh-CN' : language });

    test('shows the start page in it, whole on a narrow phone', async ({ page }) => {
      await page.setViewportSize(PHONE);
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('main [lang]')).toHaveCount(0);
      expect(await cutTexts(page)).toEqual([]);
      await expectNoSidewaysScroll(page, PHONE, `the start page in ${language}`);
      if (!isLatin) expect(await latinTexts(page)).toEqual([]);
      if (language === 'ar') await expectNoViolations(page, 'the start page in Arabic');
    });
  });
}
