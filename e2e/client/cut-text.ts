import type { Page } from '@playwright/test';

/** The elements whose text does not fit: it is cut, or is beyond the element. Those that scroll, and hidden ones, are left out. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut = (element: Element) => {
      const { display, overflowX, visibility } = getComputedStyle(element);
      if (display === 'inline' || visibility === 'hidden' || overflowX === 'auto' || overflowX === 'scroll') return false;
      // Of visually hidden parts, which have one pixel.
      if (element.clientWidth <= 1 || element.closest('.sr-only')) return false;
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      return hasText && element.scrollWidth > element.clientWidth;
    };
    return [...document.body.querySelectorAll('*')].filter(cut).map((element) => `${element.tagName} ${element.textContent?.trim()}`);
  });
}
