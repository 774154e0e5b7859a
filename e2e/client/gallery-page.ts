import { expect, type Locator, type Page } from '@playwright/test';

/** The gallery of the picture page. */
export const gallery = (page: Page) => {
  const pictures = page.getByTestId('kept-picture');
  return {
    section: page.getByRole('region', { name: 'Your pictures' }),
    pictures,
    restore: (place: number) => pictures.nth(place).getByRole('button', { name: /^Restore/ }),
    reframe: (place: number) => pictures.nth(place).getByRole('button', { name: /^Frame .* anew$/ }),
    remove: (place: number) => pictures.nth(place).getByRole('button', { name: /^Delete .* for good$/ }),
    download: (place: number) => pictures.nth(place).getByRole('link', { name: /^Download/ }),
    more: page.getByRole('button', { name: 'Show more' }),
  };
};

export const toast = (page: Page) => ({
  bar: page.getByTestId('toast'),
  undo: page.getByRole('button', { name: 'Undo' }),
  dismiss: page.getByRole('button', { name: 'Dismiss' }),
});

/** Expects the toast to cover no control of the page, wherever the page is scrolled to. */
export async function expectToCoverNothing(page: Page): Promise<void> {
  await expect(toast(page).undo.or(toast(page).dismiss).first()).toBeInViewport({ ratio: 1 });
  const covered = await toast(page).bar.evaluate(async (bar) => {
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((it) => !bar.contains(it));
    const scroller = document.body;
    const found: string[] = [];
    for (let top = 0; ; top += 150) {
      scroller.scrollTop = top;
      const edge = bar.getBoundingClientRect();
      // Parts that the body cuts off are not shown.
      const end = scroller.getBoundingClientRect().bottom;
      for (const control of controls) {
        const { top: above, bottom, left, right, width, height } = control.getBoundingClientRect();
        const isShown = width > 1 && height > 1 && above < Math.min(end, window.innerHeight) && bottom > 0;
        const shownTo = Math.min(bottom, end);
        if (isShown && shownTo > edge.top + 0.5 && above < edge.bottom && right > edge.left && left < edge.right) {
          found.push(`${control.textContent || control.getAttribute('aria-label')} at ${top}`);
        }
      }
      if (top >= scroller.scrollHeight - scroller.clientHeight) break;
    }
    return found;
  });
  expect(covered).toEqual([]);
}

/** Expects every control of a part of the page to be a target of at least 24 by 24 pixels (WCAG 2.5.8). */
export async function expectTargets(part: Locator): Promise<void> {
  const small = await part.evaluate((root) =>
    [...root.querySelectorAll('button, a[href], select, summary')]
      .filter((control) => getComputedStyle(control).display !== 'inline')
      .map((control) => ({ name: control.textContent || control.getAttribute('aria-label'), box: control.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
  );
  expect(small).toEqual([]);
}
