import { expectNoViolations, STILL } from '../client/axe';
import { editor, open, resource, saveAndWait, served } from '../client/editor-page';
import { expectNoSidewaysScroll } from '../client/overflow';
import { latestVia, paste, pasteText, sources, transferOf } from '../client/sources-page';
import { colorAt, distance, plain } from '../pictures/files';
import { expect, test as shared } from '../server/fixtures';
import { type SiteWorker, siteWorker } from '../server/site';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

/** The fixture `strangers` verifies that the page never asks the other site itself. */
const test = shared.extend<object, SiteWorker>(siteWorker);

test.use(STILL);

test('a picture can be dropped anywhere in the window, which shows so', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await open(page);
  const dataTransfer = await transferOf(page, { file: await plain('green.png', GREEN) });
  const footer = page.locator('body > *').last();
  await page.locator('html').dispatchEvent('dragover', { dataTransfer });
  await expect(sources(page).overlay).toHaveText('Drop the picture anywhere');
  await expectNoViolations(page, 'dragging a file');
  const box = await sources(page).overlay.boundingBox();
  // Scroll bars of Firefox take room.
  const room = await page.evaluate(() => ({ width: document.documentElement.clientWidth, height: window.innerHeight }));
  expect(box).toEqual({ x: 0, y: 0, ...room });
  await page.locator('html').dispatchEvent('dragleave', {});
  await expect(sources(page).overlay).toBeHidden();
  await footer.dispatchEvent('drop', { dataTransfer });
  await expect(editor(page).frame).toBeVisible();
  await expect(sources(page).overlay).toBeHidden();
  await saveAndWait(page);
  expect(distance(await colorAt(await served(page, 'header-avatar'), 0.5, 0.5), GREEN)).toBeLessThan(10);
});

test('the names of the ways to a picture fit into their buttons in every window', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await open(page);
  const ways = page.getByRole('group', { name: 'Other ways to a picture' });
  for (const width of [320, 375, 412, 768, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    const tooWide = await ways
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map((button) => button.textContent),
      );
    expect(tooWide, `at ${width} pixels`).toEqual([]);
  }
});

test('what is dragged within the page, or is no picture, is left alone', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await open(page);
  for (const [started, given] of [
    [true, { list: 'https://example.org/a.png' }],
    [false, { text: 'Some words' }],
  ] as const) {
    const dataTransfer = await transferOf(page, given);
    if (started) await page.locator('body').dispatchEvent('dragstart', { dataTransfer });
    await page.locator('body').dispatchEvent('dragover', { dataTransfer });
    await page.locator('body').dispatchEvent('drop', { dataTransfer });
    await page.locator('body').dispatchEvent('dragend', { dataTransfer });
  }
  await expect(sources(page).overlay).toBeHidden();
  await expect(sources(page).dialog).toBeHidden();
});

test('a person types the address of a picture, by keyboard, and frames it', { tag: '@firefox' }, async ({ page, person: _, site }) => {
  const { web, dialog, address } = sources(page);
  site.set('/me.png', (await plain('green.png', GREEN)).buffer);
  await open(page);
  await web.focus();
  await page.keyboard.press('Enter');
  await expect(address).toBeFocused();
  await expectNoViolations(page, 'asking for an address');
  await page.keyboard.type('example');
  await page.keyboard.press('Enter');
  await expect(address).toHaveAccessibleDescription(/Enter an address that begins with https:/);
  await expect(address).toBeFocused();
  await expectNoViolations(page, 'a wrong address');
  await address.fill(`${site.url}/me.png`);
  await page.keyboard.press('Enter');
  await expect(editor(page).frame).toBeVisible();
  await expect(dialog.filter({ has: address })).toBeHidden();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ source: 'upload', name: 'me.png' });
  expect(await latestVia(page)).toBe('web');
  expect(distance(await colorAt(await served(page, 'header-avatar'), 0.5, 0.5), GREEN)).toBeLessThan(10);
});

test('a pasted or dropped address is fetched at once, and can be stopped', { tag: '@firefox' }, async ({ page, person: _, site }) => {
  const { dialog, address, fetch } = sources(page);
  const picture = (await plain('purple.png', PURPLE)).buffer;
  let isSlow = true;
  site.set('/slow.png', (response) => isSlow || response.end(picture));
  await open(page);
  await pasteText(page, ` ${site.url}/slow.png\n`);
  await expect(dialog.getByText('Fetching the picture…')).toBeVisible();
  await expectNoViolations(page, 'fetching an address');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(address).toBeFocused();
  await expect(fetch).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  isSlow = false;
  await page.locator('body').dispatchEvent('drop', { dataTransfer: await transferOf(page, { list: `${site.url}/slow.png` }) });
  await expect(editor(page).frame).toBeVisible();
});

test('an address pasted into a field stays there', { tag: '@firefox' }, async ({ page, person: _, site }) => {
  await open(page);
  await sources(page).web.click();
  await paste(page, await transferOf(page, { text: `${site.url}/me.png` }), sources(page).address);
  await expect(sources(page).fetch).toBeVisible();
  await expect(sources(page).dialog.getByText('Fetching the picture…')).toBeHidden();
});

test('an address without a usable picture is explained, and nothing changes', { tag: '@firefox' }, async ({ page, person: _, site }) => {
  const { web, address, fetch } = sources(page);
  site.set('/page', (response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Me</title>'));
  await open(page);
  await web.click();
  for (const [given, words] of [
    [`${site.url}/none.png`, 'The other site has no picture at this address.'],
    [`${site.url}/page`, 'This is the address of a page, not of a picture. Open the picture by itself, and copy its address.'],
    ['http://169.254.169.254/latest/meta-data/', 'No public site answers at this address.'],
    ['http://localhost/', 'No public site answers at this address.'],
    ['https://example.org:22/me.png', 'Enter a public address such as https://example.org/picture.jpg.'],
  ] as const) {
    await address.fill(given);
    await fetch.click();
    await expect(address).toHaveAccessibleDescription(words);
    await expect(address).toBeFocused();
  }
  expect(await resource(page)).toMatchObject({ source: 'none' });
});

// Without the other site, and so on the server that most specs share.
shared('a person takes a drawing, and other ones after shuffling', { tag: ['@main', '@firefox'] }, async ({ page, person: _ }) => {
  const { drawings, dialog } = sources(page);
  await open(page);
  await drawings.click();
  const tiles = dialog.getByRole('list', { name: 'Drawings' }).getByRole('button');
  await expect(tiles).toHaveCount(10);
  const robot = dialog.getByRole('button', { name: 'Robot' });
  const shown = () => robot.getByRole('presentation').getAttribute('src');
  const first = await shown();
  await expectNoViolations(page, 'drawings');
  await dialog.getByRole('button', { name: 'Shuffle' }).click();
  await expect.poll(shown).not.toBe(first);
  await robot.focus();
  await page.keyboard.press('Enter');
  await expect(editor(page).frame).toBeVisible();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ source: 'upload', name: 'robohash.png', crop: { width: 1024 } });
  expect(await latestVia(page)).toBe('drawing');
});

shared('drawings that load have skeletons in their places', async ({ page, person: _ }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/me/drawings/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const { drawings, dialog } = sources(page);
  await open(page);
  await drawings.click();
  const robot = dialog.getByRole('button', { name: 'Robot' });
  const place = robot.locator('[aria-hidden=true]').first();
  await expect(place).toHaveCSS('animation-name', 'shimmer');
  await expect(robot.getByRole('presentation')).toHaveCSS('opacity', '0');
  release();
  await expect(place).toHaveCSS('animation-name', 'none');
  await expect(robot.getByRole('presentation')).toHaveCSS('opacity', '1');
});

for (const [name, letters] of [
  ['Ada Lovelace', 'AL'],
  ['محمد علي', 'مع'],
  ['山田 太郎', '山太'],
] as const) {
  test(`the initials of ${name} become a picture in the chosen colour`, { tag: '@firefox' }, async ({ page, person: _, server }) => {
    const { drawings, dialog } = sources(page);
    await page.context().request.patch(`${server.baseURL}/api/me`, { data: { name }, headers: { Origin: server.baseURL } });
    await open(page);
    await drawings.click();
    await dialog.getByRole('tab', { name: 'Initials' }).click();
    await expect(dialog.getByLabel('Letters')).toHaveValue(letters);
    await dialog.getByRole('radio', { name: 'Purple' }).check();
    await expect(dialog.getByRole('img', { name: `${[...letters].join(' ')} on purple` })).toBeVisible();
    await expectNoViolations(page, 'initials');
    await dialog.getByRole('button', { name: 'Use these initials' }).click();
    await expect(editor(page).frame).toBeVisible();
    await saveAndWait(page);
    expect(await resource(page)).toMatchObject({ name: 'initials.png', crop: { width: 1024 } });
    const picture = await served(page, 'header-avatar');
    expect(distance(await colorAt(picture, 0.05, 0.5), [122, 62, 161])).toBeLessThan(10);
  });
}

test('without letters there are no initials', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await open(page);
  await sources(page).drawings.click();
  await page.getByRole('tab', { name: 'Initials' }).click();
  await page.getByLabel('Letters').fill(' ');
  await page.getByRole('button', { name: 'Use these initials' }).click();
  await expect(page.getByLabel('Letters')).toHaveAccessibleDescription('Enter at least one letter.');
});

test.describe('without a camera', () => {
  test('a person reads so, and what helps', async ({ page, person: _, context }) => {
    await context.grantPermissions(['camera']);
    await open(page);
    await sources(page).camera.click();
    await expect(sources(page).dialog.getByRole('alert')).toContainText('No camera was found.');
    await expectNoViolations(page, 'no camera');
    await page.keyboard.press('Escape');
    await expect(sources(page).camera).toBeFocused();
  });
});

test('every way is reached in order, on every width', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await open(page);
  for (const width of [1280, 768, 375, 320]) {
    await expectNoSidewaysScroll(page, { width, height: 720 }, 'the picture page');
  }
  const { camera, web, drawings } = sources(page);
  await camera.focus();
  await page.keyboard.press('Tab');
  await expect(web).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(drawings).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Use my Gravatar' })).toBeFocused();
});
