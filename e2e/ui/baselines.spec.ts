import { CHROMIUM_ARGS } from '../../scripts/chromium.mjs';
import { closeTwins, expectBaselines, openTwins, SAME_LETTERS, visit } from '../client/baseline';
import type { Twins } from '../client/twins';
import { openAdministrator } from '../server/administrator';
import { test } from '../server/fixtures';

test.use({ launchOptions: { executablePath: process.env.CHROMIUM, args: [...CHROMIUM_ARGS, ...SAME_LETTERS] } });
test.describe.configure({ timeout: 600_000 });

interface View {
  /** In the names of the pictures. */
  name: string;
  path: string;
  /** Actions on the page before the comparison. */
  act?: (twins: Twins) => Promise<void>;
}

const button = (name: string | RegExp) => (page: Twins['english']) => page.getByRole('button', { name, exact: true });

const VISITORS: View[] = [
  { name: 'start', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  {
    name: 'sign-in-refused',
    path: '/sign-in',
    async act({ fill, press, both }) {
      await fill((page) => page.getByLabel('E-mail'), 'ada@example.org');
      await fill((page) => page.getByLabel('Password', { exact: true }), 'not the password');
      await press(button('Sign in'));
      await both((page) => page.getByRole('main').getByRole('alert').waitFor());
    },
  },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'forgot', path: '/forgot' },
  { name: 'reset', path: '/reset?token=x' },
  { name: 'not-found', path: '/no/such/page' },
];

for (const { name, path, act } of VISITORS) {
  test(`${name} looks as it did`, async ({ browser, server }) => {
    // Without an administrator the pages for visitors say so.
    await openAdministrator(server);
    const twins = await openTwins(browser, server.baseURL);
    await visit(twins, path);
    await act?.(twins);
    await expectBaselines(twins, name);
    await closeTwins(twins);
  });
}
