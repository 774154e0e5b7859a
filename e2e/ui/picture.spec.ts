import { choose, editor, framed, open, resource, saveAndWait, served } from '../client/editor-page';
import { openAccount } from '../client/people';
import { paste, transferOf } from '../client/sources-page';
import { CORNERS, colorAt, difference, distance, phonePhoto, plain } from '../pictures/files';
import { expect, signIn, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

/** Largest invisible mean difference of two pictures, out of 255. */
const LOOKS_THE_SAME = 4;

test('a phone photo is saved upright and as it was framed, and the header shows it at once', { tag: ['@main', '@firefox'] }, async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  const { frame, zoom, header, current } = editor(page);
  const generated = await header.getAttribute('src');
  await choose(page, await phonePhoto());
  await zoom.fill('1.6');
  const box = await frame.boundingBox();
  if (!box) throw new Error('The frame has no place.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 6 });
  await page.mouse.up();
  const preview = await framed(page);
  await saveAndWait(page);

  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(header).not.toHaveAttribute('src', generated ?? '');
  const { versions, crop } = await resource(page);
  expect(crop).toMatchObject({ width: Math.round(3024 / 1.6), rotate: 0 });
  const saved = await (await page.request.get(versions['256']?.url ?? '')).body();
  expect(await difference(preview, saved)).toBeLessThan(LOOKS_THE_SAME);

  for (const place of ['header-avatar', 'current-avatar'] as const) {
    const shown = await served(page, place);
    expect(distance(await colorAt(shown, 0.03, 0.03), CORNERS.topLeft)).toBeLessThan(25);
    expect(distance(await colorAt(shown, 0.97, 0.03), CORNERS.topRight)).toBeLessThan(25);
    expect(distance(await colorAt(shown, 0.03, 0.97), CORNERS.bottomLeft)).toBeLessThan(25);
    expect(distance(await colorAt(shown, 0.97, 0.97), CORNERS.bottomRight)).toBeLessThan(25);
  }
  const src = await header.getAttribute('src');
  await page.reload();
  await expect(header).toHaveAttribute('src', src ?? '');
  await expect(current).toBeVisible();
});

test('a picture that another client sends shows on the open page as soon as the page is visible again', async ({
  page,
  person,
  server,
}) => {
  await open(page);
  const body = new FormData();
  body.append('avatar', new Blob([new Uint8Array((await plain('green.png', GREEN)).buffer)]), 'green.png');
  const sent = await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: person.auth, body });
  expect(sent.status).toBe(200);
  const { key } = await resource(page);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(editor(page).header).toHaveAttribute('src', new RegExp(key));
  expect(distance(await colorAt(await served(page, 'header-avatar'), 0.5, 0.5), GREEN)).toBeLessThan(10);

  // Without a change, the server answers in a few bytes.
  const again = page.waitForResponse('/api/me/avatar');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  expect((await again).status()).toBe(304);
});

test('a second tab shows the new picture without being touched', { tag: '@firefox' }, async ({ page, context, person }) => {
  expect(person.id).toBeGreaterThan(0);
  const other = await context.newPage();
  await other.goto('/settings/keys');
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const { key } = await resource(page);
  await expect(other.getByTestId('header-avatar')).toHaveAttribute('src', new RegExp(key));
});

test('a person frames their picture anew without sending it again, and finds it as they left it', { tag: '@main' }, async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await phonePhoto());
  await editor(page).zoom.fill('2');
  await editor(page).straighten.fill('-9');
  await editor(page).description.fill('A white circle');
  await saveAndWait(page);
  const before = await resource(page);
  expect(before).toMatchObject({ alt: 'A white circle', crop: { rotate: 351 } });

  const requestBodies: string[] = [];
  page.on('request', (request) => {
    // A small copy, in which the server looks for faces, is no upload.
    if (request.method() === 'GET' || request.url().endsWith('/framing')) return;
    requestBodies.push(`${request.method()} ${request.postData()}`);
  });
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).frame).toBeFocused();
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual(before.crop);

  await page.getByRole('button', { name: 'Re-frame' }).click();
  await page.getByRole('button', { name: 'Turn right' }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual({ x: 0, y: 504, width: 3024, height: 3024, rotate: 0 });
  expect(requestBodies).toHaveLength(2);
  for (const body of requestBodies) expect(body).toMatch(/^PATCH \{"crop":/);
});

test('a person removes their picture and undoes it', { tag: ['@main', '@firefox'] }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const { key } = await resource(page);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(editor(page).announcement).toContainText('Picture removed');
  await expect(editor(page).header).not.toHaveAttribute('src', new RegExp(key));
  expect(await resource(page)).toMatchObject({ source: 'none' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(editor(page).announcement).toContainText('Your picture is back');
  await expect(editor(page).header).toHaveAttribute('src', new RegExp(key));
  expect((await resource(page)).key).toBe(key);
});

test('Undo is offered only until the next change, on this page or elsewhere', async ({ page, person, server }) => {
  await open(page);
  const undo = page.getByRole('button', { name: 'Undo' });
  const remove = page.getByRole('button', { name: 'Remove' });
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await remove.click();
  await expect(undo).toBeVisible();
  await choose(page, await plain('purple.png', PURPLE));
  await saveAndWait(page);
  // It takes back the save, and not the removal before it.
  await undo.click();
  await expect(editor(page).announcement).toContainText('Picture removed');
  expect(await resource(page)).toMatchObject({ source: 'none' });
  await expect(undo).toHaveCount(0);

  await choose(page, await plain('purple.png', PURPLE));
  await saveAndWait(page);
  await remove.click();
  await expect(undo).toBeVisible();
  const { buffer } = await plain('purple.png', PURPLE);
  const sent = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: new Uint8Array(buffer) });
  expect(sent.status).toBe(200);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(undo).toHaveCount(0);
  expect((await resource(page)).key).toBe((await sent.json()).key);
});

test('a person describes the picture that they have, and clients get the description', async ({ page, person, server }) => {
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await editor(page).description.fill('All green');
  await page.getByRole('button', { name: 'Save description' }).click();
  await expect(editor(page).announcement).toContainText('Description saved');
  await expect(editor(page).header).toHaveAttribute('alt', 'All green');
  const seen = await fetch(`${server.baseURL}/api/users/${person.id}/avatar`);
  expect(await seen.json()).toMatchObject({ alt: 'All green' });
});

test('a picture can be dropped and pasted', { tag: ['@main', '@firefox'] }, async ({ page, server }) => {
  await signIn(page, server.baseURL, await openAccount(server.baseURL));
  await open(page);
  for (const [kind, color] of [
    ['drop', GREEN],
    ['paste', PURPLE],
  ] as const) {
    const data = await transferOf(page, { file: await plain(`${kind}.png`, color) });
    if (kind === 'drop') await page.getByTestId('current-avatar').dispatchEvent('drop', { dataTransfer: data });
    else await paste(page, data);
    await expect(editor(page).frame).toBeVisible();
    await saveAndWait(page);
    expect(distance(await colorAt(await served(page, 'header-avatar'), 0.5, 0.5), color)).toBeLessThan(10);
  }
});
