import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { colorAt, distance, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 160, 60] as const;

test('the header shows a saved picture together with the news of it, before its files are there, and then without a gap', async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  const held: (() => void)[] = [];
  let isHeld = true;
  await page.route(/\.webp/, async (route) => {
    if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  const header = editor(page).header;
  // In the task in which React shows the news, and in each frame from then on.
  const seen = page.evaluate(
    () =>
      new Promise<boolean[]>((resolve) => {
        const image = document.querySelector<HTMLImageElement>('[data-testid=header-avatar]');
        const before = image?.currentSrc;
        const shows = () => Boolean(image?.complete && image.naturalWidth > 0 && image.currentSrc !== before);
        const frames: boolean[] = [];
        const observer = new MutationObserver(() => {
          if (!document.querySelector('[data-testid=announcement]')?.textContent?.includes('Picture saved')) return;
          observer.disconnect();
          const check = () => {
            frames.push(shows());
            if (frames.length > 1 && image?.currentSrc.includes('.webp')) return resolve(frames);
            requestAnimationFrame(check);
          };
          check();
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
  await saveAndWait(page);
  await expect(header).toHaveAttribute('src', /^data:/);
  expect(distance(await colorAt(await header.screenshot(), 0.5, 0.5), GREEN)).toBeLessThan(10);

  isHeld = false;
  for (const release of held) release();
  await expect(header).toHaveAttribute('src', new RegExp((await resource(page)).key));
  expect(new Set(await seen)).toEqual(new Set([true]));
});
