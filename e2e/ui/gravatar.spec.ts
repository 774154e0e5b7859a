import type { Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, open, resource, saveAndWait, served } from '../client/editor-page';
import { expectNoSidewaysScroll } from '../client/overflow';
import { colorAt, distance, plain } from '../pictures/files';
import { test as base, expect } from '../server/fixtures';
import { type GravatarWorker, gravatarWorker } from '../server/gravatar';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

/** The fixture `strangers` verifies that the page never sends a request to the Gravatar of these tests. */
const test = base.extend<object, GravatarWorker>(gravatarWorker);

test.use(STILL);

const use = (page: Page) => page.getByRole('button', { name: 'Use my Gravatar' });
const useThis = (page: Page) => page.getByRole('button', { name: 'Use this picture' });
const again = (page: Page) => page.getByRole('button', { name: 'Ask Gravatar again' });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });
const picture = async (color: typeof GREEN | typeof PURPLE) => (await plain(`${color}.png`, color)).buffer;

async function expectShown(page: Page, color: typeof GREEN | typeof PURPLE): Promise<void> {
  const { key } = await resource(page);
  await expect(editor(page).header).toHaveAttribute('src', new RegExp(key));
  for (const place of ['header-avatar', 'current-avatar'] as const) {
    expect(distance(await colorAt(await served(page, place), 0.5, 0.5), color)).toBeLessThan(10);
  }
}

test('a person takes their picture from Gravatar, by keyboard, and undoes it', { tag: '@firefox' }, async ({ page, person, gravatar }) => {
  gravatar.set(person.email, await picture(PURPLE));
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const { key } = await resource(page);
  await expect(use(page)).toHaveAccessibleDescription(
    new RegExp(`${new URL(gravatar.url).host} for the picture, with a hash of your e-mail address`),
  );
  await use(page).focus();
  await page.keyboard.press('Enter');
  // The found picture is shown, and nothing has changed yet.
  await expect(useThis(page)).toBeFocused();
  await expect(page.getByRole('group', { name: 'This is your picture at Gravatar.' })).toBeVisible();
  expect(distance(await colorAt(await page.getByTestId('found-gravatar').screenshot(), 0.5, 0.5), PURPLE)).toBeLessThan(10);
  await expectShown(page, GREEN);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(use(page)).toBeFocused();
  await expect(useThis(page)).toBeHidden();
  expect(await resource(page)).toMatchObject({ source: 'upload', key });
  await page.keyboard.press('Enter');
  await expect(useThis(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
  // The button has a new label at the same place.
  await expect(again(page)).toBeFocused();
  await expect(page.getByText('This copy of your Gravatar picture')).toBeVisible();
  expect(await resource(page)).toMatchObject({ source: 'gravatar' });
  await expectShown(page, PURPLE);
  await undo(page).click();
  await expect(editor(page).announcement).toContainText('Your picture is back');
  expect(await resource(page)).toMatchObject({ source: 'upload', key });
  await expectShown(page, GREEN);
});

test('a person without a picture takes one from Gravatar, updates it, and removes it', { tag: '@firefox' }, async ({
  page,
  person,
  gravatar,
}) => {
  gravatar.set(person.email, await picture(PURPLE));
  await open(page);
  await use(page).click();
  await useThis(page).click();
  await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
  await expectShown(page, PURPLE);
  await again(page).click();
  await expect(editor(page).announcement).toContainText('Nothing new from Gravatar.');
  gravatar.set(person.email, await picture(GREEN));
  await again(page).click();
  await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
  await expectShown(page, GREEN);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(editor(page).announcement).toContainText('Gravatar is no longer used.');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await resource(page)).toMatchObject({ source: 'none' });
  await undo(page).click();
  await expect(again(page)).toBeVisible();
  await expectShown(page, GREEN);
});

test('a person frames the picture from Gravatar, and it is their own from then on', async ({ page, person, gravatar }) => {
  gravatar.set(person.email, await picture(PURPLE));
  await open(page);
  await use(page).click();
  await useThis(page).click();
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await editor(page).zoom.fill('2');
  await saveAndWait(page);
  await expect(use(page)).toBeVisible();
  expect(await resource(page)).toMatchObject({ source: 'upload', crop: { width: 300 } });
});

test('a person whom Gravatar does not know, or whose picture there is none, reads so and keeps the picture', { tag: '@firefox' }, async ({
  page,
  person,
  gravatar,
}) => {
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const { key } = await resource(page);
  for (const [there, words] of [
    [null, 'Gravatar has no picture for your e-mail address. Your picture is unchanged.'],
    [Buffer.from('<html>Log in</html>'), 'The picture at Gravatar cannot be used here.'],
  ] as const) {
    gravatar.set(person.email, there);
    await use(page).click();
    await expect(editor(page).alert).toContainText(words);
    await expect(use(page)).toBeFocused();
    expect(await resource(page)).toMatchObject({ source: 'upload', key });
    await expectShown(page, GREEN);
  }
  // The next found picture closes the alert.
  gravatar.set(person.email, await picture(PURPLE));
  await use(page).click();
  await expect(useThis(page)).toBeFocused();
  await expect(editor(page).alert).toBeHidden();
});

test('Undo restores a removed copy, also when Gravatar has no picture any more', async ({ page, person, gravatar }) => {
  gravatar.set(person.email, await picture(PURPLE));
  await open(page);
  await use(page).click();
  await useThis(page).click();
  await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(editor(page).announcement).toContainText('Gravatar is no longer used.');
  gravatar.set(person.email, null);
  await undo(page).click();
  await expect(editor(page).announcement).toContainText('Your picture is back.');
  await expectShown(page, PURPLE);
});

test('a person whom another client left with Gravatar and no picture there can ask again or stop', async ({
  page,
  person,
  gravatar,
  server,
}) => {
  const empty = () => fetch(`${server.baseURL}/user/setting/avatar`, { method: 'PUT', headers: person.auth });
  await empty();
  await open(page);
  await expect(page.getByText(`Gravatar has no usable picture for ${person.email}`)).toContainText('We check again every hour.');
  await page.getByRole('button', { name: 'Stop using Gravatar' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await resource(page)).toMatchObject({ source: 'none' });
  await empty();
  await page.reload();
  await again(page).click();
  await expect(editor(page).alert).toContainText('Gravatar has no picture for your e-mail address.');
  gravatar.set(person.email, await picture(GREEN));
  await again(page).click();
  await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
  await expectShown(page, GREEN);
});

test('a person who loses the connection reads a message, and keeps the picture', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await page.route('/api/me/avatar/gravatar', (route) => route.fulfill({ status: 502, body: '' }));
  await use(page).click();
  await expect(editor(page).alert).toContainText('could not be reached');
  await expect(use(page)).toBeFocused();
  await expectShown(page, GREEN);
});

test('every state of Gravatar passes the accessibility rules of axe', async ({ page, person, gravatar }) => {
  await open(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('/api/me/avatar/gravatar', async (route) => {
    await held;
    await route.fallback();
  });
  await use(page).click();
  await expect(page.getByRole('button', { name: 'Asking Gravatar…' })).toHaveAttribute('aria-disabled', 'true');
  await expect(editor(page).progress).toHaveText('Asking Gravatar');
  await expectNoViolations(page, 'asking');
  answer();
  await expect(editor(page).alert).toContainText('Gravatar has no picture');
  await expectNoViolations(page, 'nothing there');
  gravatar.set(person.email, await picture(GREEN));
  await use(page).click();
  await expect(useThis(page)).toBeFocused();
  await expectNoViolations(page, 'a picture that was found');
  for (const width of [320, 1280]) await expectNoSidewaysScroll(page, { width, height: 800 }, 'a picture that was found');
  await useThis(page).click();
  await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
  await expectNoViolations(page, 'a copy');
});

test('no address is long enough to make the page scroll sideways', async ({ page, person, server }) => {
  await fetch(`${server.baseURL}/user/setting/avatar`, { method: 'PUT', headers: person.auth });
  await open(page);
  await expect(page.getByText(person.email)).toBeVisible();
  for (const width of [320, 1280]) await expectNoSidewaysScroll(page, { width, height: 800 }, 'no picture from Gravatar');
});
