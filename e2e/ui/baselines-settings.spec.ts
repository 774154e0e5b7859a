import { button, COMPARED, compareViews, type View } from '../client/views';
import { test } from '../server/fixtures';

test.use(COMPARED);
test.describe.configure({ timeout: 600_000 });

/** Of a person with pictures, unless the view says otherwise. */
const SETTINGS: View[] = [
  { name: 'picture-empty', path: 'picture', as: 'without a picture' },
  { name: 'picture', path: 'picture' },
  ...['profile', 'security', 'addresses', 'keys', 'connections', 'data'].map((path) => ({ name: path, path })),
  {
    name: 'key-created',
    isState: true,
    path: 'keys',
    async act({ fill, press, both }) {
      await fill((page) => page.getByLabel('Name'), 'Laptop');
      await press(button('Create key'));
      await both((page) => page.getByRole('main').getByRole('listitem').nth(1).waitFor());
    },
  },
  {
    name: 'keys-unreachable',
    isState: true,
    path: 'keys',
    async act({ fill, press, both }) {
      await both((page) => page.route('**/api/keys', (route) => route.fulfill({ status: 503, body: '' })));
      await fill((page) => page.getByLabel('Name'), 'Laptop');
      await press(button('Create key'));
      await both((page) => page.getByRole('main').getByRole('alert').waitFor());
    },
  },
  {
    name: 'picture-removed',
    isState: true,
    isGenerated: true,
    path: 'picture',
    async act({ press, both }) {
      await press(button('Remove'));
      await both((page) => page.getByTestId('toast').waitFor());
    },
  },
  {
    name: 'picture-refused',
    isState: true,
    path: 'picture',
    as: 'without a picture',
    async act({ choose, both }) {
      await choose({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Notes') });
      await both((page) => page.getByRole('main').getByRole('alert').waitFor());
    },
  },
];

compareViews(SETTINGS.map((view) => ({ as: 'with pictures', isWhole: true, ...view, path: `/settings/${view.path}` })));
