import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from '../fixtures';
import { openAccount, type TestPerson } from '../people';
import { discard, type Server, startServer } from '../server';

/** The first account of a server is its administrator's, so these tests have servers of their own. */
async function inOrganization(
  browserPage: Page,
  run: (server: Server, admin: TestPerson, member: TestPerson) => Promise<void>,
): Promise<void> {
  const server = await startServer();
  try {
    const admin = await openAccount(server.baseURL);
    await signIn(browserPage, server.baseURL, admin);
    await run(server, admin, await openAccount(server.baseURL));
  } finally {
    await discard(server);
  }
}

test('an administrator switches changes off, and a member reads why nothing can be changed', async ({ browser, page }) => {
  await inOrganization(page, async ({ baseURL }, _admin, member) => {
    await page.goto(`${baseURL}/settings/picture`);
    await page.getByRole('link', { name: 'Organization' }).click();
    await expect(page.getByRole('heading', { name: 'Organization' })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('checkbox', { name: /Only administrators/ }).check();
    await page.getByLabel('Largest picture in MiB').fill('1.5');
    await page.getByRole('checkbox', { name: 'GIF' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved. It holds at once, for everyone.')).toBeVisible();
    const limits = await (await fetch(`${baseURL}/api/limits`)).json();
    expect(limits).toMatchObject({ locked: true, maxBytes: 1_572_864 });
    expect(limits.formats.map(({ format }: { format: string }) => format)).not.toContain('gif');

    const context = await browser.newContext();
    const theirs = await context.newPage();
    await signIn(theirs, baseURL, member);
    await theirs.goto(`${baseURL}/settings/picture`);
    await expect(theirs.getByText('Changing pictures is switched off here.')).toBeVisible();
    await expect(theirs.getByRole('button', { name: 'Upload a picture' })).toHaveCount(0);
    await expect(theirs.getByRole('link', { name: 'Organization' })).toHaveCount(0);
    expect((await new AxeBuilder({ page: theirs }).analyze()).violations).toEqual([]);
    await theirs.goto(`${baseURL}/settings/organization`);
    await expect(theirs.getByRole('heading', { name: 'Organization' })).toHaveCount(0);
    await context.close();

    // The administrator goes on, within the other limits.
    await page.goto(`${baseURL}/settings/picture`);
    await expect(page.getByText('JPEG, PNG, WebP, AVIF or HEIC, up to 1.5')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Upload a picture' })).toBeVisible();
  });
});

test('a limit that is no number and no format at all are said beside the control, and nothing is saved', async ({ page }) => {
  await inOrganization(page, async ({ baseURL }) => {
    await page.goto(`${baseURL}/settings/organization`);
    await page.getByLabel('Largest picture in MiB').fill('many');
    for (const box of await page.getByRole('group', { name: 'Accepted formats' }).getByRole('checkbox').all()) await box.uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Give a number of MiB')).toBeVisible();
    await expect(page.getByText('Choose at least one format.')).toBeVisible();
    expect(await (await fetch(`${baseURL}/api/limits`)).json()).toMatchObject({ maxBytes: 26_214_400 });
    await page.getByLabel('Largest picture in MiB').fill('0.001');
    await page.getByRole('checkbox', { name: 'PNG' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Expected at least 10000 bytes')).toBeVisible();
  });
});

test('an administrator who changes one thing changes nothing else', async ({ page }) => {
  await inOrganization(page, async ({ baseURL }, admin) => {
    const policy = async (change: object = {}) => {
      const headers = { ...admin.auth, 'Content-Type': 'application/json' };
      return (await fetch(`${baseURL}/api/policy`, { method: 'PATCH', headers, body: JSON.stringify(change) })).json();
    };
    await policy({ maxAvatarBytes: 10_000 });
    await page.goto(`${baseURL}/settings/organization`);
    await expect(page.getByLabel('Largest picture in MiB')).toHaveValue('0.01');
    // While the page is open, another administrator does this.
    await policy({ acceptedFormats: ['png'] });
    const save = async () => {
      const answered = page.waitForResponse('**/api/policy');
      await page.getByRole('button', { name: 'Save' }).click();
      expect((await answered).status()).toBe(200);
      await expect(page.getByText('Saved. It holds at once, for everyone.')).toBeVisible();
    };
    await page.getByRole('checkbox', { name: /Only administrators/ }).check();
    await save();
    expect(await policy()).toEqual({ avatarChangesDisabled: true, maxAvatarBytes: 10_000, acceptedFormats: ['png'] });

    await page.getByLabel('Largest picture in MiB').fill('2');
    await save();
    await page.getByRole('checkbox', { name: /Only administrators/ }).uncheck();
    await page.getByLabel('Largest picture in MiB').fill('');
    await save();
    expect(await policy()).toEqual({ avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: ['png'] });
  });
});

test('where nothing but TIFF is accepted, the page says that it takes none', async ({ page }) => {
  await inOrganization(page, async ({ baseURL }, admin) => {
    const headers = { ...admin.auth, 'Content-Type': 'application/json' };
    await fetch(`${baseURL}/api/policy`, { method: 'PATCH', headers, body: '{"acceptedFormats":["tiff"]}' });
    await page.goto(`${baseURL}/settings/picture`);
    await expect(page.getByText('No format of picture is accepted here at present.')).toBeVisible();
    await expect(page.getByText('up to 25')).toHaveCount(0);
    await page
      .getByLabel('Picture file')
      .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') });
    await expect(page.getByRole('main').getByRole('alert')).toContainText('No format of picture is accepted here at present.');
  });
});
