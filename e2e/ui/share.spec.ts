import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, open, saveAndWait } from '../client/editor-page';
import { expectTargets } from '../client/gallery-page';
import { expectNoSidewaysScroll } from '../client/overflow';
import { colorAt, distance, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;

test.use(STILL);

test('a person copies the public address of the picture in any size, and code to embed it', { tag: '@main' }, async ({
  page,
  person,
  server,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const share = page.getByTestId('share');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await expect(share.getByLabel('Size')).toHaveCount(0);
  expect(asked).not.toContain('/api/me/avatar/links');
  await share.getByText('Use it elsewhere').click();
  await share.getByLabel('Size').selectOption('256');
  const address = `${server.baseURL}/u/${person.id}/avatar?s=256`;
  await expect(share.getByTestId('share-address')).toHaveText(address);
  await share.getByRole('button', { name: 'Copy the address' }).click();
  await expect(share.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  const shown = await fetch(address);
  expect(distance(await colorAt(Buffer.from(await shown.arrayBuffer()), 0.5, 0.5), GREEN)).toBeLessThan(10);

  const html = share.getByTestId('share-html');
  await expect(html).toContainText('width="256" height="256" alt=');
  await expect(html).toContainText('?s=512 2x');
  await expect(share.getByTestId('share-markdown')).toHaveText(`![${person.name}](${address})`);

  await share.getByLabel('Address', { exact: true }).selectOption(person.email);
  // Another address, which was not copied.
  await expect(share.getByText('Copied.')).toBeHidden();
  const byHash = (await share.getByTestId('share-address').textContent()) ?? '';
  expect(byHash).toMatch(/\/avatar\/[0-9a-f]{64}\?s=256$/);
  expect((await fetch(byHash)).status).toBe(200);
  await expectTargets(share);
  await expectNoViolations(page, 'sharing');
  for (const width of [320, 1280]) await expectNoSidewaysScroll(page, { width, height: 800 }, 'sharing');
});

test('an address that shows no picture says why', async ({ page, person }) => {
  await open(page);
  const [{ id }] = await (await page.request.get('/api/me/addresses')).json();
  const headers = { Origin: new URL(page.url()).origin };
  await page.request.patch(`/api/me/addresses/${id}`, { headers, data: { hashLookup: false } });
  await page.getByText('Use it elsewhere').click();
  await page.getByLabel('Address', { exact: true }).selectOption(person.email);
  await expect(page.getByTestId('share').getByRole('note')).toContainText('You have switched look-ups of this e-mail address off');
});

test('a description is suggested, and saved only if the person wants it', async ({ page, person }) => {
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const suggestion = `Photo of ${person.name}`;
  await expect(editor(page).description).toHaveAttribute('placeholder', `For example: ${suggestion}`);
  await expect(editor(page).description).toHaveValue('');
  const use = page.getByRole('button', { name: `Use “${suggestion}”` });
  const request = page.getByTestId('description-request');
  await expect(request.getByRole('button', { name: suggestion })).toBeVisible();
  // Offered once.
  await expect(use).toHaveCount(0);
  await request.getByRole('button', { name: 'Not now' }).click();
  await expect(request).toHaveCount(0);
  await use.click();
  await expect(editor(page).description).toHaveValue(suggestion);
  await expect(editor(page).description).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor(page).announcement).toContainText('Description saved.');
});
