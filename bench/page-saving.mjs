// Frames from the answer of a save until the header shows the new picture.
import { percentile, requirement } from './figures.mjs';
import { openPicturePage } from './page-browser.mjs';
import { makePhoto } from './photo.mjs';

const ROUNDS = 9;

export async function measureSaving(browser, server, session) {
  const { page, close } = await openPicturePage(browser, server, session);
  try {
    await page.evaluate(watchSaving);
    const bytes = await makePhoto({ width: 1600, height: 1200 });
    const [frames, times] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const file = { name: `${round}.jpg`, mimeType: 'image/jpeg', buffer: bytes };
      await page.locator('input[type=file]').first().setInputFiles(file);
      await page.getByTestId('cropper').waitFor();
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const saving = await page.evaluate(() => window.saving);
      frames.push(saving.frames);
      times.push(saving.ms);
    }
    const row = (name, values, unit) => [
      `${name} from the answer to the new picture in the header`,
      `${percentile(values, 0.5).toFixed(0)}${unit}`,
      `${Math.max(...values).toFixed(0)}${unit}`,
      ROUNDS,
    ];
    return {
      rows: [row('time', times, ' ms'), row('frames', frames, '')],
      requirements: [
        requirement('frames from the answer of a save to the new picture in the header, p50', percentile(frames, 0.5), { atMost: 1 }),
      ],
    };
  } finally {
    await close();
  }
}

/** Runs in the page. Sets `window.saving` to a promise of the frames and milliseconds, at each answer to a write of the picture. */
function watchSaving() {
  const header = () => document.querySelector('[data-testid=header-avatar]');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const measure = async (before) => {
    const start = performance.now();
    for (let frames = 1; ; frames += 1) {
      await frame();
      const image = header();
      if (image.currentSrc !== before && image.complete && image.naturalWidth > 0) return { frames, ms: performance.now() - start };
    }
  };
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, ...rest) {
    if (method !== 'GET') this.addEventListener('load', () => (window.saving = measure(header().currentSrc)));
    return open.call(this, method, ...rest);
  };
}
