import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

test.use(STILL);

test('after a picture without a description the page asks for one, once, and keeps its report of the picture', {
  tag: ['@main', '@firefox'],
}, async ({ page, person }) => {
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  const asked = page.getByRole('region', { name: 'Describe your picture?' });
  await expect(asked).toBeVisible();
  // It waits: the focus is where it was.
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expectNoViolations(page, 'the request for a description');
  await asked.getByRole('button', { name: `Save “Photo of ${person.name}”` }).click();
  await expect(editor(page).announcement).toContainText('Description saved.');
  await expect(asked).toHaveCount(0);
  await expect(editor(page).description).toHaveValue(`Photo of ${person.name}`);
  expect(await resource(page)).toMatchObject({ alt: `Photo of ${person.name}` });
  await page.reload();
  await expect(editor(page).current).toHaveAccessibleName(`Photo of ${person.name}`);
  await expect(asked).toHaveCount(0);
});

test('a person who declines is not asked about that picture again', async ({ page, person: _ }) => {
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  const asked = page.getByRole('region', { name: 'Describe your picture?' });
  await asked.getByRole('button', { name: 'Not now' }).click();
  await expect(asked).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await resource(page)).toMatchObject({ alt: '' });
});

test('a description that was written while framing is not asked for', async ({ page, person: _ }) => {
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await editor(page).description.fill('Me in the garden');
  await saveAndWait(page);
  await expect(page.getByRole('region', { name: 'Describe your picture?' })).toHaveCount(0);
});
