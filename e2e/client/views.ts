import { CHROMIUM_ARGS } from '../../scripts/chromium.mjs';
import { openAdministrator } from '../server/administrator';
import { test } from '../server/fixtures';
import { type Compared, closeTwins, expectBaselines, openTwins, SAME_LETTERS, visit } from './baseline';
import { openNamed, type Prepared } from './baseline-people';
import type { Twins } from './twins';

/** A page in one state, of which there are pictures. */
export interface View extends Compared {
  path: string;
  /** The person who is signed in, with these pictures; or none. */
  as?: Prepared;
  /** Whether pictures differ for each account, as generated ones do: all of them become one. By default those of people without pictures. */
  isGenerated?: boolean;
  /** Actions on the page before the comparison. */
  act?: (twins: Twins) => Promise<void>;
}

/** Options of the browser for each spec that compares views. */
export const COMPARED = { launchOptions: { executablePath: process.env.CHROMIUM, args: [...CHROMIUM_ARGS, ...SAME_LETTERS] } };

/** For `press` of {@link Twins}. */
export const button = (name: string | RegExp) => (page: Twins['english']) => page.getByRole('button', { name, exact: true });

/** Declares a test of each view. */
export function compareViews(views: readonly View[]): void {
  for (const view of views) {
    const { name, path, as, isGenerated, act } = view;
    test(`${name} looks as it did`, async ({ browser, server }) => {
      // Without an administrator the pages for visitors say so.
      await openAdministrator(server);
      const signed = as && { cookies: await openNamed(server.baseURL, as), isGenerated: isGenerated ?? as === 'without a picture' };
      const twins = await openTwins(browser, server.baseURL, signed);
      await visit(twins, path);
      await act?.(twins);
      await expectBaselines(twins, view);
      await closeTwins(twins);
    });
  }
}
