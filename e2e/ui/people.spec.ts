import { expectNoViolations } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import type { TestPerson } from '../client/people';
import { openAdministrator } from '../server/administrator';
import { test as base, expect, signIn } from '../server/fixtures';
import type { Server } from '../server/server';
import { workerServer } from '../server/worker-server';

/** Changes of the set of administrators concern other tests: these have a server of their own. */
const test = base.extend<object, { server: Server; admin: TestPerson }>({
  server: workerServer(),
  admin: [async ({ server }, use) => use(await openAdministrator(server)), { scope: 'worker' }],
});

// In sequence, so that one server is enough.
test.describe.configure({ mode: 'default' });

const WINDOWS = [
  { width: 320, height: 568 },
  { width: 1280, height: 800 },
];

test('an administrator finds a person, disables them, and enables them again; others have no such page', { tag: '@main' }, async ({
  page,
  browser,
  server,
  admin,
  newPerson,
}) => {
  const [ada, eve] = [await newPerson(), await newPerson()];
  await signIn(page, server.baseURL, admin);
  await page.goto('/settings/people');
  await page.getByLabel('Name or e-mail address').fill(ada.email);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('1 account matches.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('listitem')).toContainText(ada.email);
  await expectNoViolations(page, '/settings/people');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/people');
  await page.getByLabel('State').selectOption('Disabled');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('No account matches.')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('1 account matches.')).toBeVisible();

  await page.getByRole('main').getByRole('listitem').getByRole('link').click();
  await expect(page).toHaveURL(`/settings/people/${ada.id}`);
  await expectNoViolations(page, '/settings/people/[id]');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/people/[id]');
  await page.getByRole('button', { name: /^Disable account of/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable account' }).click();
  await expect(page.getByText('is signed out and cannot sign in.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByText(/^Disabled since/)).toBeVisible();
  expect((await fetch(`${server.baseURL}/api/me`, { headers: ada.auth })).status).toBe(403);

  const elsewhere = await browser.newContext({ baseURL: server.baseURL });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await other.getByLabel('E-mail').fill(ada.email);
  await other.getByLabel('Password').fill(ada.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('This account is disabled. Ask an administrator to enable it.')).toBeVisible();

  await page.getByRole('button', { name: 'Enable account' }).click();
  await expect(page.getByText('can sign in again.')).toBeVisible();
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL('/settings/picture');

  await page.reload();
  await page.getByRole('button', { name: /^Sign out everywhere/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByText('is signed out everywhere.')).toBeVisible();
  await expect(page.getByText('Not signed in anywhere.')).toBeVisible();
  await expect(other.getByText('You have been signed out. Sign in to continue.')).toBeVisible();

  await signIn(other, server.baseURL, eve);
  for (const path of ['/settings/people', `/settings/people/${ada.id}`]) expect((await other.goto(path))?.status()).toBe(404);
  await elsewhere.close();
});

test('an administrator sends a person a link to choose a password, and deletes their account', async ({
  page,
  server,
  admin,
  newPerson,
}) => {
  const ada = await newPerson();
  await signIn(page, server.baseURL, admin);
  await page.goto(`/settings/people/${ada.id}`);
  await page.getByRole('button', { name: 'Send reset link' }).click();
  // This server has no mail server.
  await expect(page.getByText(`A message for ${ada.email} waits in the outbox.`)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  const open = page.getByRole('button', { name: /^Delete account of/ });
  await open.click();
  const dialog = page.getByRole('alertdialog');
  const [address, password] = [dialog.getByLabel('E-mail address of the account'), dialog.getByLabel('Your password')];
  await expect(address).toBeFocused();
  await expectNoViolations(page, '/settings/people/[id] with the dialog');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/people/[id] with the dialog');
  await dialog.getByRole('button', { name: 'Keep account' }).click();
  await expect(open).toBeFocused();

  await open.click();
  await address.fill(admin.email);
  await password.fill(admin.password);
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await expect(dialog.getByText('This is not the primary e-mail address of the account.')).toBeVisible();
  await expect(address).toBeFocused();
  await address.fill(ada.email);
  await password.fill('');
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await expect(dialog.getByText('Enter your password.')).toBeVisible();
  await expect(password).toBeFocused();
  await password.fill(admin.password);
  await dialog.getByRole('button', { name: 'Delete account' }).click();

  await expect(page).toHaveURL('/settings/people');
  const status = page.getByText(/^The account of .+ was deleted\.$/);
  await expect(status).toBeVisible();
  await expect(status).toBeFocused();
  await expect(page.getByText(ada.email)).toHaveCount(0);
  await expectNoViolations(page, '/settings/people after a deletion');
  expect((await fetch(`${server.baseURL}/api/me`, { headers: ada.auth })).status).toBe(401);
  expect((await page.goto(`/settings/people/${ada.id}`))?.status()).toBe(404);
  await page.goto('/settings/people');
  await expect(status).toHaveCount(0);

  await page.goto(`/settings/people/${admin.id}`);
  await expect(page.getByText('This is your own account.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Delete account/ })).toHaveCount(0);
});

test('an administrator makes another one, and the last one stays', async ({ page, server, admin, newPerson }) => {
  const ada = await newPerson();
  await signIn(page, server.baseURL, admin);
  await page.goto(`/settings/people/${ada.id}`);
  await page.getByLabel('Role').selectOption('Administrator');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('is an administrator now.')).toBeVisible();
  await page.getByLabel('Role').selectOption('Member');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('is a member now.')).toBeVisible();
  await page.goto(`/settings/people/${admin.id}`);
  await page.getByLabel('Role').selectOption('Member');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('This is the last administrator.')).toBeVisible();
});

test('an administrator reads in the audit log who has changed a role', async ({ page, server, admin, newPerson }) => {
  const ada = await newPerson();
  await signIn(page, server.baseURL, admin);
  await page.goto(`/settings/people/${ada.id}`);
  await page.getByLabel('Role').selectOption('Administrator');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('is an administrator now.')).toBeVisible();
  await page.getByLabel('Role').selectOption('Member');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('is a member now.')).toBeVisible();
  await page.getByRole('link', { name: 'Audit log: ' }).click();
  await expect(page.getByLabel('Number of the person')).toHaveValue(String(ada.id));
  await page.getByLabel('Action').selectOption('Role changed');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(new RegExp(`action=role-changed&subject=${ada.id}`));
  const entries = page.getByRole('main').getByRole('listitem');
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText(`(${admin.id})`);
  await expect(entries.first()).toContainText('as member');
  await expectNoViolations(page, '/settings/audit');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/audit');
  await page.context().clearCookies();
  await signIn(page, server.baseURL, ada);
  expect((await page.goto('/settings/audit'))?.status()).toBe(404);
});

test('an administrator imports people from a CSV file, after a dry run that names its failures', { tag: '@main' }, async ({
  page,
  server,
  admin,
}) => {
  await signIn(page, server.baseURL, admin);
  await page.goto('/settings/people');
  const rows = [
    ...Array.from({ length: 600 }, (_, index) => `imported${index}@example.org,Person ${index}`),
    `${admin.email},Me`,
    'nothing,Ada',
  ];
  const buffer = Buffer.from(['email,name', ...rows].join('\r\n'));
  const file = page.getByLabel('CSV file');
  await expect(file).toHaveAccessibleName('CSV file Choose a file');
  for (const target of [page.getByText('CSV file', { exact: true }), file]) {
    const opened = page.waitForEvent('filechooser');
    await target.click();
    await opened;
  }
  // The input receives what is dropped: it covers the control.
  expect((await file.boundingBox())?.height).toBeGreaterThanOrEqual(40);
  await file.setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  const section = page.getByRole('region', { name: 'Import people' });
  const dryRun = 'New accounts: 600. Existing accounts, left as they are: 1. Rows that cannot be imported: 1.';
  await expect(section.getByRole('status')).toHaveText(dryRun);
  await expect(section.getByRole('listitem')).toHaveText(['Row 603: email: Expected an e-mail address such as ada@example.org.']);
  await expectNoViolations(page, '/settings/people');
  for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, '/settings/people');
  const before = Number(/^\d+/.exec((await page.getByText(/accounts?, of which/).textContent()) ?? '')?.[0]);

  await section.getByRole('button', { name: 'Import 600 people' }).click();
  await expect(section.getByRole('status')).toHaveText(
    'Imported. New accounts: 600. Existing accounts, left as they are: 1. Failed rows: 1.',
  );
  await expect(section.getByRole('heading', { name: 'Import people' })).toBeFocused();
  await expect(page.getByText(`${before + 600} accounts, of which`)).toBeVisible();
  await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  await expect(section.getByRole('status')).toContainText('New accounts: 0. Existing accounts, left as they are: 601.');
  await expect(section.getByRole('button', { name: /^Import/ })).toHaveCount(0);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the notice that a page needs scripts keeps its distance from what follows', async ({ page, admin, server }) => {
    await signIn(page, server.baseURL, admin);
    await page.goto(`/settings/people/${admin.id}`);
    const notice = await page.getByRole('note').first().boundingBox();
    const back = await page.getByRole('main').getByRole('link', { name: 'All people' }).boundingBox();
    if (!notice || !back) throw new Error('Expected a notice and a link back.');
    expect(back.y - notice.y - notice.height).toBeGreaterThanOrEqual(16);
  });
});
