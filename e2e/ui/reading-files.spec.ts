import type { Page } from '@playwright/test';
import { READING_MS } from '@/components/avatar-editor/open/small-copy';
import { choose, editor, open, saveAndWait } from '../client/editor-page';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

/** Holds back the bytes of chosen files, and the time limit for them. @returns a function that lets them pass */
async function holdFiles(page: Page): Promise<() => Promise<void>> {
  await page.evaluate((limitMs) => {
    const [later, read] = [window.setTimeout, Blob.prototype.arrayBuffer];
    const held = new Promise<void>((resolve) => {
      window.addEventListener('files-pass', () => resolve());
    });
    window.setTimeout = ((work: () => void, ms?: number) => {
      if (ms === limitMs) void held.then(work);
      return ms === limitMs ? 0 : later(work, ms);
    }) as typeof window.setTimeout;
    Blob.prototype.arrayBuffer = async function (this: Blob) {
      await held;
      return read.call(this);
    };
  }, READING_MS);
  return () => page.evaluate(() => void window.dispatchEvent(new Event('files-pass')));
}

test('a description that is typed while the file is read goes on with it', async ({ page }) => {
  const { description, file, frame } = editor(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const pass = await holdFiles(page);
  await file.setInputFiles(await plain('purple.png', PURPLE));
  await description.fill('Me, smiling');
  await pass();
  await expect(frame).toBeVisible();
  await expect(description).toHaveValue('Me, smiling');
});

test('a file that is still read when the person saves is let go', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await page.evaluate(() => {
    const create = URL.createObjectURL;
    URL.createObjectURL = (object) => {
      if (object instanceof File) document.body.dataset.opened = `${document.body.dataset.opened ?? ''} ${object.name}`;
      return create(object);
    };
  });
  const pass = await holdFiles(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('/api/me/avatar', async (route) => {
    await held;
    await route.fallback();
  });
  await editor(page).file.setInputFiles(await plain('purple.png', PURPLE));
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await editor(page).save.click();
  await sent;
  await pass();
  release();
  await expect(editor(page).frame).toBeHidden();
  expect((await page.evaluate(() => document.body.dataset.opened)) ?? '').not.toContain('purple.png');
});
