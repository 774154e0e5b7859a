import { randomUUID } from 'node:crypto';
import { test as base, expect, type Page } from '@playwright/test';
import { startOidcProvider, type TestProvider } from '@/testing/oidc-provider';
import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, resource, saveAndWait, served, settingsTab } from '../client/editor-page';
import { openAccount } from '../client/people';
import { colorAt, distance, plain } from '../pictures/files';
import { openAdministrator } from '../server/administrator';
import { signIn } from '../server/fixtures';
import { withServer } from '../server/own-server';
import { discard, freePort, type Server, startServer } from '../server/server';

const NAME = 'Example SSO';

const settingsOf = ({ issuer, clientId, clientSecret }: Pick<TestProvider, 'issuer' | 'clientId' | 'clientSecret'>) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  OIDC_NAME: NAME,
  OIDC_SCOPES: 'openid email profile groups',
  OIDC_ALLOWED_GROUPS: 'staff',
  OIDC_ADMIN_GROUP: 'admins',
});

const test = base.extend<object, { port: number; provider: TestProvider; server: Server }>({
  // Each of both is configured with the address of the other.
  port: [async ({ browserName: _ }, use) => use(await freePort()), { scope: 'worker' }],
  provider: [
    async ({ port }, use) => {
      const provider = await startOidcProvider(`http://localhost:${port}/api/auth/callback/oidc`);
      await use(provider);
      await provider.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ port, provider }, use) => {
      const server = await startServer({ PORT: String(port), ...settingsOf(provider) });
      await use(server);
      await discard(server);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ server }, use) => use(server.baseURL),
});

test.use(STILL);

// In sequence, so that one server is enough.
test.describe.configure({ mode: 'default' });

/** Seats a person in front of the browser. @returns the address */
function seat(provider: TestProvider, claims: Record<string, unknown> = {}): string {
  const email = `${randomUUID()}@example.org`;
  provider.subject = randomUUID();
  provider.people.set(provider.subject, { email, email_verified: true, name: 'Grace Hopper', groups: ['staff'], ...claims });
  return email;
}

const button = (page: Page) => page.getByRole('button', { name: `Sign in with ${NAME}` });

test('a person without a password signs in with the provider, has its picture, and chooses a password', {
  tag: ['@main', '@firefox'],
}, async ({ page, provider }) => {
  const email = seat(provider, { picture: `${provider.issuer}/pictures/grace.png` });
  provider.pictures.set('grace.png', { type: 'image/png', bytes: (await plain('grace.png', [200, 30, 90])).buffer });
  await page.goto('/sign-in?callbackUrl=/settings/security');
  await expectNoViolations(page, 'sign-in with a provider');
  await button(page).click();
  await expect(page.getByRole('heading', { name: 'Security' })).toBeVisible();
  await expect(page.getByText(`Within ten minutes after you have signed in with ${NAME}`)).toBeVisible();
  await expectNoViolations(page, 'security without a password');
  await expect.poll(() => provider.asked).toEqual(['/pictures/grace.png']);
  await expect.poll(async () => (await (await page.request.get('/api/me')).json()).avatar.source).toBe('directory');

  // The connection is the only way in until there is a password.
  await settingsTab(page, 'Connected accounts').click();
  await expect(page.getByRole('heading', { name: 'Connected accounts' })).toBeVisible();
  const connected = page.getByRole('region', { name: 'Your accounts' });
  await expect(connected.getByText(NAME)).toBeVisible();
  await expect(connected.getByRole('button')).toHaveCount(0);
  await expectNoViolations(page, 'a connected account');
  await connected.getByRole('link', { name: 'Security' }).click();
  await page.getByLabel('New password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Choose password' }).click();
  await expect(page.getByLabel('Current password')).toBeVisible();
  await settingsTab(page, 'Connected accounts').click();
  await expect(connected.locator('noscript')).toHaveCount(1);
  await connected.getByRole('button', { name: `Disconnect ${NAME}` }).click();
  await expect(page.getByText(`Disconnected: ${NAME}.`)).toBeVisible();
  await expect(connected.getByText('No account is connected.')).toBeVisible();
  await expect(connected.getByRole('button', { name: `Connect ${NAME}` })).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/picture$/);
});

test('a person with a picture of their own takes that of the provider back, and frames it', async ({ page, provider }) => {
  seat(provider, { picture: `${provider.issuer}/pictures/own.png` });
  provider.pictures.set('own.png', { type: 'image/png', bytes: (await plain('own.png', [200, 30, 90])).buffer });
  await page.goto('/sign-in?callbackUrl=/settings/picture');
  await button(page).click();
  await expect(page.getByRole('heading', { name: 'Your picture', exact: true })).toBeVisible();
  await expect.poll(async () => (await (await page.request.get('/api/me')).json()).avatar.source).toBe('directory');
  await page.reload();
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  const way = page.getByRole('button', { name: `Picture from ${NAME}` });
  await expectNoViolations(page, 'the picture of the provider');
  await way.click();
  await expect(editor(page).frame).toBeVisible();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ source: 'upload', name: 'directory' });
  expect(distance(await colorAt(await served(page, 'header-avatar'), 0.5, 0.5), [200, 30, 90])).toBeLessThan(10);
  provider.pictures.delete('own.png');
  await way.click();
  await expect(editor(page).alert).toContainText('Your organization has no picture of you.');
  await expect(way).toBeFocused();
});

test('the owner of an account connects it after they have entered its password', async ({ page, provider, server }) => {
  const admin = await openAdministrator(server);
  seat(provider, { email: admin.email, groups: ['staff', 'admins'] });
  await page.goto('/sign-in');
  await button(page).click();
  await expect(page.getByRole('heading', { name: 'Connect your account' })).toBeVisible();
  await expect(page.getByText('An account here has your e-mail address.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open a new account' })).toHaveCount(0);
  await expectNoViolations(page, 'connecting an account');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill('a wrong password');
  await page.getByRole('button', { name: `Sign in and connect ${NAME}` }).click();
  await expect(page.getByText('Wrong e-mail address or password.')).toBeVisible();
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: `Sign in and connect ${NAME}` }).click();
  await expect(page.getByRole('button', { name: `Disconnect ${NAME}` })).toBeVisible();

  const { entries } = await (await page.request.get('/api/audit?action=identity-connected')).json();
  expect(entries).toMatchObject([{ subjectId: admin.id, details: { provider: provider.issuer } }]);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await button(page).click();
  await expect(page).toHaveURL(/\/settings\/picture$/);
  expect(await (await page.request.get('/api/me')).json()).toMatchObject({ id: admin.id, role: 'admin' });
});

test('the owner of an address takes it from an account that has not proved it', async ({ page, provider, server }) => {
  const other = await openAccount(server.baseURL, 'Eve');
  seat(provider, { email: other.email });
  await page.goto('/sign-in');
  await button(page).click();
  await expect(page.getByText('which its owner has not verified')).toBeVisible();
  await page.getByRole('button', { name: 'Open a new account' }).click();
  await expect(page).toHaveURL(/\/settings\/picture$/);
  const me = await (await page.request.get('/api/me')).json();
  expect(me).toMatchObject({ email: other.email, name: 'Grace Hopper' });
  expect(me.id).not.toBe(other.id);
});

test('people learn why they are not signed in', async ({ browser, provider, server }) => {
  const attempt = async (claims: Record<string, unknown>, message: string) => {
    seat(provider, claims);
    const page = await browser.newPage({ baseURL: server.baseURL });
    await page.goto('/sign-in');
    await button(page).click();
    await expect(page.getByText(message)).toBeVisible();
    await expect(button(page)).toBeVisible();
    await page.close();
  };
  await attempt({ email_verified: false }, `${NAME} has not verified your e-mail address`);
  await attempt({ groups: ['guests'] }, `Your account at ${NAME} may not be used here.`);
  provider.refuses = true;
  await attempt({}, `You have not signed in with ${NAME}.`);
  provider.refuses = false;
});

test('an administrator disables a person, who is signed out and cannot come back', async ({ browser, page, provider, server }) => {
  seat(provider);
  await page.goto('/sign-up');
  await page.getByRole('button', { name: `Sign up with ${NAME}` }).click();
  await expect(page).toHaveURL(/\/settings\/picture$/);
  const { id } = await (await page.request.get('/api/me')).json();
  const theirs = await browser.newPage({ baseURL: server.baseURL });
  await signIn(theirs, server.baseURL, await openAdministrator(server));
  const headers = { Origin: server.baseURL };
  expect((await theirs.request.patch(`/api/people/${id}`, { data: { disabled: true }, headers })).status()).toBe(200);
  await theirs.close();
  await page.goto('/sign-in');
  await button(page).click();
  await expect(page.getByText('This account is disabled. Ask an administrator to enable it.')).toBeVisible();
});

test('the button works without scripts', async ({ browser, provider, server }) => {
  seat(provider);
  const page = await browser.newPage({ baseURL: server.baseURL, javaScriptEnabled: false });
  await page.goto('/sign-in?callbackUrl=/settings/data');
  await button(page).click();
  await expect(page).toHaveURL(/\/settings\/data$/);
  await page.close();
});

test('while the provider is down, the server starts, says so, and takes passwords', async ({ page }) => {
  await withServer(settingsOf({ issuer: 'http://127.0.0.1:9', clientId: 'likeness', clientSecret: 'a secret' }), async ({ baseURL }) => {
    const person = await openAccount(baseURL);
    await page.goto(`${baseURL}/sign-in`);
    await button(page).click();
    await expect(page.getByText(`${NAME} cannot be reached at present.`)).toBeVisible();
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(/\/settings\/picture$/);
  });
});
