import { expect, type Page } from '@playwright/test';

/** Expects the page not to be wider than a window of this size. */
export async function expectNoSidewaysScroll(page: Page, window: { width: number; height: number }, where: string): Promise<void> {
  await page.setViewportSize(window);
  const [content, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, `${where}, in a window of ${window.width} × ${window.height}`).toBeLessThanOrEqual(visible ?? 0);
}
