import type { BrowserContext, Page } from '@playwright/test';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { openAccount, type TestPerson } from '../client/people';
import { cloudreve, zulip } from '../client/uploads';
import { plain } from '../pictures/files';
import { picture, quartersOf } from '../pictures/quarters';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';
import { change, OPEN } from '../server/policy';
import { discard, startServer } from '../server/server';

const EVENTS = '/api/me/events';

/** A page of a signed-in person that is not touched from here on. */
async function openPage(context: BrowserContext, baseURL: string, person: TestPerson, path = '/settings/keys'): Promise<Page> {
  const page = await context.newPage();
  await signIn(page, baseURL, person);
  await page.goto(baseURL + path);
  return page;
}

/** Waits until each page shows the person's current picture. */
async function expectCurrent(pages: readonly Page[], baseURL: string, person: TestPerson): Promise<void> {
  const { key } = await (await fetch(`${baseURL}/api/me/avatar`, { headers: person.auth })).json();
  for (const page of pages) await expect(page.getByTestId('header-avatar')).toHaveAttribute('src', new RegExp(key));
}

test('pages on two devices follow every API without being touched', { tag: ['@main', '@firefox'] }, async ({
  browser,
  server: { baseURL },
  newPerson,
}) => {
  const person = await newPerson();
  const [laptop, phone] = [await browser.newContext(), await browser.newContext()];
  const pages = [await openPage(laptop, baseURL, person, '/settings/picture'), await openPage(phone, baseURL, person)];
  for (const [index, { send }] of [zulip, cloudreve].entries()) {
    expect((await send(baseURL, person, await picture(quartersOf(index)))).ok).toBe(true);
    await expectCurrent(pages, baseURL, person);
  }
  const described = { method: 'PATCH', headers: person.auth, body: '{"alt":"Ada at the sea"}' };
  expect((await fetch(`${baseURL}/api/me/avatar`, described)).status).toBe(200);
  for (const page of pages) await expect(page.getByTestId('header-avatar')).toHaveAttribute('alt', 'Ada at the sea');
  expect((await fetch(`${baseURL}/api/me/avatar`, { method: 'DELETE', headers: person.auth })).status).toBe(204);
  await expectCurrent(pages, baseURL, person);
  await laptop.close();
  await phone.close();
});

test('eight tabs share one stream, load pages, and go on when the tab that has it closes', async ({
  context,
  server: { baseURL },
  newPerson,
}) => {
  const person = await newPerson();
  const streams: string[] = [];
  context.on('request', (request) => new URL(request.url()).pathname === EVENTS && streams.push(request.url()));
  const tabs: Page[] = [];
  for (let index = 0; index < 8; index += 1) tabs.push(await openPage(context, baseURL, person));
  expect((await zulip.send(baseURL, person, await picture(quartersOf(0)))).ok).toBe(true);
  await expectCurrent(tabs, baseURL, person);
  expect(streams).toHaveLength(1);
  for (const tab of tabs) {
    await tab.reload();
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
  }
  for (const [index, tab] of tabs.slice(0, -1).entries()) {
    await tab.close();
    expect((await zulip.send(baseURL, person, await picture(quartersOf(index + 1)))).ok).toBe(true);
    await expectCurrent(tabs.slice(index + 1), baseURL, person);
  }
});

test('pages follow again after the server was restarted', async ({ context }) => {
  const first = await startServer();
  const person = await openAccount(first.baseURL);
  const page = await openPage(context, first.baseURL, person, '/settings/picture');
  expect((await zulip.send(first.baseURL, person, await picture(quartersOf(0)))).ok).toBe(true);
  await expectCurrent([page], first.baseURL, person);
  await first.stop();
  const second = await startServer({ PORT: String(first.port), DATA_DIR: first.dataDir });
  expect((await zulip.send(second.baseURL, person, await picture(quartersOf(1)))).ok).toBe(true);
  await expectCurrent([page], second.baseURL, person);
  await discard(second);
});

test('a change elsewhere during an edit shows in the header, and the edit stays', async ({ page, person, server: { baseURL } }) => {
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await editor(page).zoom.fill('3');
  await editor(page).description.fill('All green');
  expect((await zulip.send(baseURL, person, await picture(quartersOf(0)))).ok).toBe(true);
  await expectCurrent([page], baseURL, person);
  await expect(editor(page).zoom).toHaveValue('3');
  await expect(editor(page).description).toHaveValue('All green');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'All green', crop: { x: 200, y: 200, width: 200, height: 200 } });
});

test('a page with an unsaved edit stops following when the person signs out in another tab', async ({ page, context, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  const other = await context.newPage();
  await other.goto('/sign-out');
  const refused = page.waitForResponse((response) => response.url().endsWith(EVENTS) && response.status() === 401);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await refused;
  await expect(page.getByText('You have been signed out.')).toBeVisible();
  await expect(editor(page).frame).toBeVisible();
});

test('an open picture page follows the policy', async ({ context }) => {
  const server = await startServer();
  const [admin, member] = [await openAdministrator(server), await openAccount(server.baseURL)];
  const stream = context.waitForEvent('response', (response) => response.url().endsWith(EVENTS));
  const page = await openPage(context, server.baseURL, member, '/settings/picture');
  await stream;
  const upload = page.getByLabel('Upload a picture');
  await expect(upload).toBeVisible();
  await change(server, admin, { avatarChangesDisabled: true });
  await expect(page.getByText('Changing pictures is disabled. Ask an administrator.')).toBeVisible();
  await expect(upload).toHaveCount(0);
  await change(server, admin, OPEN);
  await expect(upload).toBeVisible();
  await discard(server);
});
