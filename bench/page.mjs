// Times of the pages in a browser: from a picked file to a crop that can be dragged, from the answer of a save to the new picture in the
// header, and loading of the pages on a slow phone.
import { table } from './figures.mjs';
import { createAdministrator, signIn, withBrowser } from './page-browser.mjs';
import { measureLoading } from './page-loading.mjs';
import { measurePicking } from './page-picking.mjs';
import { measureSaving } from './page-saving.mjs';
import { withServer } from './server.mjs';

export const title = 'Pages in Chromium: framing a picked file, saving it, and loading on a phone that is 4 times as slow, over slow 4G';

export async function run() {
  return withServer((server) =>
    withBrowser(async (browser) => {
      const session = await signIn(browser, server, createAdministrator(server));
      const parts = [
        await measurePicking(browser, server, session),
        await measureSaving(browser, server, session),
        await measureLoading(browser, server, session),
      ];
      const rows = [['', 'p50', 'worst', 'rounds'], ...parts.flatMap((part) => part.rows)];
      return { text: table(rows), markdown: rows, requirements: parts.flatMap((part) => part.requirements) };
    }),
  );
}
