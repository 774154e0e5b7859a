import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { test as base, expect } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { awake, editor } from '../client/editor-page';
import { expectNoSidewaysScroll } from '../client/overflow';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { cloudreve, native } from '../client/uploads';
import { type Color, expectPicture, OLD_COLOR, oldPicture, plain } from '../pictures/one-colour';
import { openAdministrator } from '../server/administrator';
import { signIn } from '../server/fixtures';
import type { Server } from '../server/server';
import { workerServer } from '../server/worker-server';

/** An administrator of their own, whose server has no other person's blocked files. */
const test = base.extend<object, { server: Server; admin: TestPerson }>({
  server: workerServer(),
  admin: [async ({ server }, use) => use(await openAdministrator(server)), { scope: 'worker' }],
  baseURL: async ({ server }, use) => use(server.baseURL),
});

test.use(STILL);

const BLUE: Color = [20, 60, 220];
const GREEN: Color = [20, 140, 90];
const WINDOWS = [
  { width: 320, height: 568 },
  { width: 1280, height: 800 },
];
const MARKUP = 'Use a <b>photo</b> of yourself.';

const file = async (color: Color) => ({ name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from(await plain('png', color)) });

/** Sends JSON lines one by one, as far as they are answered. */
function sendLines(url: string, auth: Record<string, string>) {
  const outgoing = request(url, { method: 'PUT', headers: { ...auth, 'Content-Type': 'application/x-ndjson' } });
  // The response begins with its first line.
  const results = once(outgoing, 'response').then((emitted) => {
    const [incoming] = emitted as [IncomingMessage];
    expect(incoming.statusCode).toBe(200);
    return createInterface({ input: incoming })[Symbol.asyncIterator]();
  });
  const next = async () => (await results).next();
  return {
    async send(line: object): Promise<object> {
      outgoing.write(`${JSON.stringify(line)}\n`);
      return JSON.parse((await next()).value);
    },
    async ended(): Promise<boolean> {
      const { done } = await next();
      outgoing.destroy();
      return done === true;
    },
  };
}

test('an administrator sets, removes and locks a picture, and the person reads why and cannot bring it back', async ({
  page,
  browser,
  server,
  admin,
}) => {
  const grace = await openAccount(server.baseURL, 'Grace Hopper');
  expect((await native.send(server.baseURL, grace, await oldPicture())).status).toBe(200);
  const shown = `${server.baseURL}/u/${grace.id}/avatar?s=100`;
  const context = await browser.newContext({ baseURL: server.baseURL, ...STILL });
  const theirs = await context.newPage();
  await signIn(theirs, server.baseURL, grace);
  await signIn(page, server.baseURL, admin);
  await page.goto(`/settings/people/${grace.id}`);

  // Without a reason nothing happens.
  await page.getByRole('button', { name: 'Remove picture of Grace Hopper' }).click();
  await expect(page.getByText('Write a reason, which the person reads.')).toBeVisible();
  await expect(page.getByLabel('Reason')).toBeFocused();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.getByLabel('New picture').setInputFiles(await file(BLUE));
  await page.getByRole('button', { name: 'Set picture' }).click();
  await expect(page.getByText('Write a reason, which the person reads.')).toBeVisible();
  await page.getByLabel('Reason').fill(MARKUP);
  await page.getByRole('button', { name: 'Set picture' }).click();
  await expect(page.getByText('The picture of Grace Hopper is set.')).toBeVisible();
  await expectPicture(shown, BLUE);
  await expect(page.getByText(/^They were told on/)).toContainText(MARKUP);
  await expect(page.getByLabel('Reason')).toHaveValue('');
  await expectNoViolations(page, '/settings/people/[id]');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/people/[id]');

  // An upload of the person in the meantime is not what the administrator has seen.
  await theirs.goto('/settings/picture');
  await expect(theirs.getByText(`Your organization has set your picture. Reason: ${MARKUP}`)).toBeVisible();
  await expectNoViolations(theirs, '/settings/picture');
  for (const window of WINDOWS) await expectNoSidewaysScroll(theirs, window, '/settings/picture');
  expect((await native.send(server.baseURL, grace, await oldPicture())).status).toBe(200);
  await page.getByLabel('Reason').fill('It shows another person.');
  const remove = async () => {
    await page.getByRole('button', { name: 'Remove picture of Grace Hopper' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove picture' }).click();
  };
  await remove();
  await expect(page.getByText(/This was changed in the meantime\./)).toBeVisible();
  await expectPicture(shown, OLD_COLOR);
  await remove();
  await expect(page.getByText('The picture of Grace Hopper is removed.')).toBeVisible();

  await page.getByLabel('Reason').fill('Wait for the new photos.');
  await page.getByLabel('Lock until').fill('2100-01-31');
  await page.getByRole('button', { name: 'Lock picture' }).click();
  await expect(page.getByText('Locked until Jan 31, 2100')).toBeVisible();

  // The page was open before, and offers the upload.
  await awake(theirs);
  await editor(theirs).file.setInputFiles(await file(GREEN));
  await expect(editor(theirs).frame).toBeVisible();
  await editor(theirs).save.click();
  await expect(editor(theirs).alert).toContainText('Changing pictures is disabled. Ask an administrator.');
  await theirs.reload();
  await expect(theirs.getByText('Your organization has locked your picture. Reason: Wait for the new photos.')).toBeVisible();
  await expect(theirs.getByText('You can change it again from Jan 31, 2100')).toBeVisible();
  await expect(theirs.getByLabel('Upload a picture')).toHaveCount(0);
  const refused = await native.send(server.baseURL, grace, await plain('png', GREEN));
  expect([refused.status, (await refused.json()).detail]).toEqual([
    403,
    'An administrator has locked this picture until 2100-01-31T00:00:00.000Z.',
  ]);
  const versions = await (await fetch(`${server.baseURL}/api/me/avatars`, { headers: grace.auth })).json();
  // The file that was removed was uploaded twice; the one that the administrator set is left.
  expect(versions).toHaveLength(1);

  await page.getByRole('button', { name: 'Unlock picture' }).click();
  await expect(page.getByText('Grace Hopper can change the picture again.')).toBeVisible();
  expect((await native.send(server.baseURL, grace, await plain('png', GREEN))).status).toBe(200);
  const blocked = await native.send(server.baseURL, grace, await oldPicture());
  expect([blocked.status, (await blocked.json()).code]).toEqual([403, 'file_blocked']);
  expect(await (await cloudreve.send(server.baseURL, grace, await oldPicture())).json()).toMatchObject({
    code: 403,
    msg: 'Permission denied',
  });
  await expectPicture(shown, GREEN);

  await page.goto('/settings/organization');
  const files = page.getByRole('region', { name: 'Blocked files' });
  await expect(files.getByRole('listitem')).toContainText(`It shows another person.For person ${grace.id}`);
  await expectNoViolations(page, '/settings/organization');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/organization');
  await files.getByRole('button', { name: /^Unblock the file of/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unblock' }).click();
  await expect(files.getByRole('listitem')).toHaveCount(0);
  expect((await native.send(server.baseURL, grace, await oldPicture())).status).toBe(200);

  await page.goto(`/settings/audit?subject=${grace.id}`);
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Blocked file allowed again' })).toContainText(
    `(${admin.id})`,
  );
  await context.close();
});

test('a service key is shown once, sets the picture of a person by id and by address, and is refused once revoked', async ({
  page,
  server,
  admin,
}) => {
  const grace = await openAccount(server.baseURL, 'Grace Hopper');
  await signIn(page, server.baseURL, admin);
  await page.goto('/settings/organization');
  const section = page.getByRole('region', { name: 'Service keys' });
  await section.getByRole('button', { name: 'Create service key' }).click();
  await expect(section.getByText('Choose at least one permission.')).toBeVisible();
  await section.getByLabel('Name of the system').fill('Intranet');
  await section.getByLabel('Change everyone’s pictures').check();
  await section.getByRole('button', { name: 'Create service key' }).click();
  const key = await section.getByTestId('service-key').textContent();
  expect(key).toMatch(/^lsk_[\w-]{43}$/);
  await expectNoViolations(page, '/settings/organization');
  await page.reload();
  await expect(section.getByRole('listitem')).toContainText(`Intranet …${key?.slice(-4)}`);
  await expect(page.getByText(key ?? '')).toHaveCount(0);

  const auth = { Authorization: `Bearer ${key}` };
  const put = async (person: string | number, color: Color) => {
    const body = new FormData();
    body.append('image', new Blob([await plain('png', color)]), 'from-hr.png');
    body.append('reason', 'From the personnel office');
    return fetch(`${server.baseURL}/api/people/${encodeURIComponent(person)}/avatar`, { method: 'PUT', headers: auth, body });
  };
  const shown = `${server.baseURL}/u/${grace.id}/avatar?s=100`;
  expect((await put(grace.id, BLUE)).status).toBe(200);
  await expectPicture(shown, BLUE);
  expect((await put(grace.email, GREEN)).status).toBe(200);
  await expectPicture(shown, GREEN);
  expect((await put('unknown@example.org', GREEN)).status).toBe(404);
  // Many at once: each result comes before the next line is sent.
  const lines = sendLines(`${server.baseURL}/api/people/avatars`, auth);
  const line = {
    person: grace.email,
    reason: 'From the personnel office',
    image: Buffer.from(await plain('png', BLUE)).toString('base64'),
  };
  expect(await lines.send(line)).toMatchObject({ line: 1, status: 200, id: grace.id, changed: true });
  await expectPicture(shown, BLUE);
  expect(await lines.send({ ...line, person: 999_999 })).toMatchObject({ line: 2, status: 404, code: 'not_found' });
  expect(await lines.send(line)).toMatchObject({ line: 3, status: 200, changed: false });
  // It is no person, and has no other scope.
  expect((await fetch(`${server.baseURL}/api/me`, { headers: auth })).status).toBe(401);
  expect((await fetch(`${server.baseURL}/api/people`, { headers: auth })).status).toBe(403);

  await section.getByRole('button', { name: 'Revoke Intranet' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(section.getByRole('listitem')).toHaveCount(0);
  expect((await put(grace.id, GREEN)).status).toBe(401);
  // Also for what began before.
  expect(await lines.send({ ...line, image: Buffer.from(await oldPicture()).toString('base64') })).toMatchObject({ line: 4, status: 401 });
  expect(await lines.ended()).toBe(true);
  await expectPicture(shown, BLUE);
  // A page of another site cannot create one with the administrator’s cookie.
  const forged = await fetch(`${server.baseURL}/api/service-keys`, {
    method: 'POST',
    headers: { Cookie: await signInCookie(server.baseURL, admin), Origin: 'https://evil.example', 'Content-Type': 'application/json' },
    body: JSON.stringify({ label: 'Mine', scopes: ['avatar:write:any'] }),
  });
  expect(forged.status).toBe(403);
});
