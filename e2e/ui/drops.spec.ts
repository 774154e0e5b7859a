import { dropFile } from '../client/drop-file';
import { editor, hydrated, open } from '../client/editor-page';
import { plain } from '../pictures/files';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

const CSV = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('email,name\r\nnothing,Ada') };
const GREEN = [20, 140, 90] as const;

test('a file that is dropped on a file field is chosen; beside it, the page and what is typed there stay', { tag: '@main' }, async ({
  page,
  server,
}) => {
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/people');
  const file = page.getByLabel('CSV file');
  const search = page.getByRole('searchbox');
  await hydrated(file);
  await search.fill('ada');
  for (const beside of [page.getByRole('heading', { level: 1 }), search]) {
    await dropFile(page, CSV, beside);
    await expect(search).toHaveValue('ada');
    await expect(file).toHaveAccessibleDescription(/^No file chosen/);
  }
  await dropFile(page, CSV, file);
  await expect(page.getByRole('region', { name: 'Import people' }).getByRole('listitem')).toHaveText([/^Row 2: email/]);
  await page.route('**/api/imports*', () => {});
  await dropFile(page, { ...CSV, name: 'more.csv' }, file);
  await expect(file).toBeDisabled();
  await dropFile(page, CSV, file);
  await expect(file).toBeDisabled();
});

test('a picture that is dropped on the page of pictures opens in the editor', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await open(page);
  await dropFile(page, await plain('green.png', GREEN), page.getByRole('contentinfo'));
  await expect(editor(page).frame).toBeVisible();
});

test('a photo that is dropped on the start page opens in the editor for visitors', { tag: '@firefox' }, async ({ page }) => {
  await page.goto('/');
  await hydrated(page.getByLabel('Try it with your own photo'));
  await dropFile(page, await plain('green.png', GREEN), page.getByRole('heading', { level: 1 }));
  await expect(page.getByRole('dialog', { name: 'Frame your photo' })).toBeVisible();
});
