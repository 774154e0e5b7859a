import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plain } from '../pictures/one-colour';
import { expect, test } from '../server/fixtures';

const run = promisify(execFile);

const APIS = ['REST', 'MyCargoExtra', 'Cloudreve', 'Ulule', 'Zulip'];

test('each command of a new key uploads a picture', { tag: ['@main', '@curl'] }, async ({ page, person }, testInfo) => {
  const folder = testInfo.outputPath();
  await page.goto('/settings/keys');
  await page.getByLabel('Name').fill('Command line');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('heading', { name: 'Your new key' })).toBeFocused();

  let version = -1;
  for (const [index, api] of APIS.entries()) {
    await page.getByRole('tab', { name: api }).click();
    // The page hears of each upload: from the first one on, clients of Ulule replace a picture.
    if (api === 'Ulule') await expect(page.getByTestId('key-command')).toContainText('-X PATCH');
    const command = (await page.getByTestId('key-command').textContent()) ?? '';
    await writeFile(join(folder, 'me.jpg'), await plain('jpeg', [20 + index * 40, 160, 60]));
    await run('bash', ['-c', `${command.replace('curl', 'curl --fail --silent --show-error')}`], { cwd: folder });
    const saved = await (await page.request.get('/api/me/avatar')).json();
    expect(saved.id, api).not.toBe(version);
    version = saved.id;
  }
  expect(person.id).toBeGreaterThan(0);
});

test('a key that only reads has commands that read', { tag: '@curl' }, async ({ page, person }) => {
  await page.goto('/settings/keys');
  await page.getByLabel('Name').fill('Reader');
  await page.getByLabel('Write').uncheck();
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('heading', { name: 'Your new key' })).toBeFocused();
  for (const api of APIS) {
    await page.getByRole('tab', { name: api }).click();
    const command = (await page.getByTestId('key-command').textContent()) ?? '';
    const { stdout } = await run('bash', ['-c', command.replace('curl', 'curl --fail --silent --show-error')]);
    const answer = JSON.parse(stdout);
    if (api !== 'REST') expect(JSON.stringify(answer), api).toContain(person.name);
  }
});

test('a key expires on the day that the person chooses, and says so', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/keys');
  await page.getByLabel('Name').fill('Short');
  await page.getByLabel('Expires').selectOption('On a date');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByLabel('Last day')).toHaveAccessibleDescription('Choose the last day of the key.');
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  await page.getByLabel('Last day').fill(tomorrow);
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('heading', { name: 'Your new key' })).toBeFocused();
  const row = page.getByRole('listitem').filter({ hasText: 'Short' });
  await expect(row).toContainText('Expires soon');
  const keys = await (await page.request.get('/api/keys')).json();
  expect(keys.map(({ expiresAt }: { expiresAt: string | null }) => expiresAt === null)).toEqual([false, true]);
});

test('a key without a name is not created, and the name has the focus', async ({ page, person: _ }) => {
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: 'Create key' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription('Enter a name to recognise the key by.');
  await name.fill('laptop');
  await expect(name).not.toHaveAttribute('aria-invalid');
});
