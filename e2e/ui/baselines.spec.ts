import type { Twins } from '../client/twins';
import { button, COMPARED, compareViews } from '../client/views';
import { test } from '../server/fixtures';

test.use(COMPARED);
test.describe.configure({ timeout: 600_000 });

/** The examples of the documentation have the address of the server, whose port is another one in each run. */
async function showOnePort({ both }: Twins): Promise<void> {
  await both((page) =>
    page.getByRole('article').evaluate((article) => {
      article.innerHTML = article.innerHTML.replaceAll(window.location.host, 'localhost:3000');
    }),
  );
}

compareViews([
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
  { name: 'docs', path: '/docs', act: showOnePort },
  { name: 'docs-native', path: '/docs/native', act: showOnePort },
  { name: 'reset', path: '/reset?token=x' },
  { name: 'verify', path: '/verify?token=x&new=1' },
  { name: 'not-found', path: '/no/such/page' },
  { name: 'sign-out', path: '/sign-out', as: 'without a picture' },
]);
