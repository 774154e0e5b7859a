import type { Page } from '@playwright/test';

/** Holds the scripts of a page back, so that a test acts before they have run. @returns lets them go */
export async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
