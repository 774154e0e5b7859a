import { paint } from '@/prisma/paint';
import { editor } from '../client/editor-page';
import { sources } from '../client/sources-page';
import type { Twins } from '../client/twins';
import { button, COMPARED, compareViews, type View } from '../client/views';
import { plain } from '../pictures/files';
import { test } from '../server/fixtures';

test.use(COMPARED);
test.describe.configure({ timeout: 600_000 });

async function chooseHills({ choose, both }: Twins): Promise<void> {
  await choose({ name: 'hills.jpg', mimeType: 'image/jpeg', buffer: await paint(205, 'hills') });
  await both((page) => editor(page).frame.waitFor());
}

const asked = ({ both }: Twins) => both((page) => page.getByRole('alertdialog').waitFor());

const DIALOGS: View[] = [
  { name: 'editor', path: 'picture', act: chooseHills },
  {
    name: 'editor-padded',
    isState: true,
    path: 'picture',
    async act({ choose, both }) {
      await choose(await plain('small.png', [20, 140, 90], 120));
      await both(async (page) => {
        await editor(page).frame.waitFor();
        for (let presses = 0; presses < 4; presses += 1) await editor(page).frame.press('-');
      });
    },
  },
  {
    name: 'editor-failed',
    isState: true,
    path: 'picture',
    async act(twins) {
      await chooseHills(twins);
      await twins.both((page) => page.route('**/api/me/avatar', (route) => route.fulfill({ status: 503, body: '' })));
      await twins.press(button('Save'));
      await twins.both((page) => page.getByRole('dialog').getByRole('alert').waitFor());
    },
  },
  {
    name: 'editor-discard',
    isState: true,
    path: 'picture',
    async act(twins) {
      await chooseHills(twins);
      await twins.both(async (page) => {
        await editor(page).frame.press('+');
        await page.keyboard.press('Escape');
      });
      await asked(twins);
    },
  },
  {
    name: 'camera-none',
    path: 'picture',
    async act({ press, both }) {
      await press((page) => sources(page).camera);
      await both((page) => page.getByRole('dialog').getByRole('alert').waitFor());
    },
  },
  {
    name: 'web',
    isState: true,
    path: 'picture',
    async act({ press, both }) {
      await press((page) => sources(page).web);
      await both((page) => page.getByRole('dialog').waitFor());
    },
  },
  {
    name: 'drawings',
    path: 'picture',
    async act({ press, both }) {
      await press((page) => sources(page).drawings);
      await both((page) => page.getByRole('dialog').getByRole('listitem').nth(9).waitFor());
    },
  },
  {
    name: 'initials',
    path: 'picture',
    async act({ press, both }) {
      await press((page) => sources(page).drawings);
      await both((page) => page.getByRole('tab').nth(1).click());
    },
  },
  {
    name: 'picture-deleting',
    isState: true,
    path: 'picture',
    as: 'with pictures',
    async act(twins) {
      await twins.press((page) => page.getByRole('button', { name: /^Delete .* for good$/ }).first());
      await asked(twins);
    },
  },
  {
    name: 'key-revoking',
    isState: true,
    path: 'keys',
    async act(twins) {
      await twins.press(button('Revoke test'));
      await asked(twins);
    },
  },
];

compareViews(DIALOGS.map((view) => ({ as: 'without a picture', ...view, path: `/settings/${view.path}` })));
