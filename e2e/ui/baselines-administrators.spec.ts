import type { Page } from '@playwright/test';
import { closeTwins, expectBaselines, openTwins, visit } from '../client/baseline';
import { savePictures } from '../client/baseline-people';
import { openAccount, signInCookie } from '../client/people';
import { COMPARED } from '../client/views';
import { setupLink } from '../server/administrator';
import { test } from '../server/fixtures';
import { withServer } from '../server/own-server';

test.use(COMPARED);
test.describe.configure({ timeout: 600_000 });

/** One of each level: what a server finds depends on the machine. */
const FINDINGS = [
  {
    id: 'database',
    level: 'ok',
    title: 'Database',
    detail: 'The database answers and has every migration.',
    advice: 'Nothing to do.',
    observations: [{ code: 'database_works', params: {} }],
    remedies: [],
  },
  {
    id: 'mail',
    level: 'warning',
    title: 'Sending mail',
    detail: 'SMTP_URL is not set: no message leaves this server.',
    advice: 'Set SMTP_URL and MAIL_FROM. Until then, pass the links in the outbox on yourself.',
    observations: [{ code: 'mail_unset', params: {} }],
    remedies: [{ code: 'set_smtp', params: {} }],
  },
  {
    id: 'disk',
    level: 'problem',
    title: 'Space on the disk',
    detail: '12 MB are free. Changes are refused below 96 MB.',
    advice: 'Free space on the disk of DATA_DIR, move it to a larger disk, or keep pictures in an object store (docs/storage.md).',
    observations: [{ code: 'disk_full', params: { free: 12, reserved: 96 } }],
    remedies: [{ code: 'free_disk', params: {} }],
  },
];

async function examineAlike(page: Page): Promise<void> {
  await page.route('**/api/doctor', (route) => route.fulfill({ json: { findings: FINDINGS } }));
}

test('the setup and the pages of administrators look as they did', async ({ browser }) => {
  // Their lists show every account of a server.
  await withServer({}, async (server) => {
    const { baseURL } = server;
    const code = (await setupLink(server)).searchParams.get('code') ?? '';
    const visitors = await openTwins(browser, baseURL);
    await visit(visitors, `/setup?code=${code}`);
    await expectBaselines(visitors, { name: 'setup' });
    await closeTwins(visitors);

    const administrator = await openAccount(baseURL, 'Ada Lovelace', {}, code);
    const member = await openAccount(baseURL, 'Grace Hopper');
    await savePictures(baseURL, member);
    await openAccount(baseURL, 'Zoë Ødegård');
    await fetch(`${baseURL}/api/password-resets`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: member.email }),
    });
    const cookies = [await signInCookie(baseURL, administrator), await signInCookie(baseURL, administrator)] as const;
    const twins = await openTwins(browser, baseURL, { cookies, isGenerated: true });
    await twins.both(examineAlike);
    for (const [name, path] of [
      ['people', 'people'],
      ['person', `people/${member.id}`],
      ['organization', 'organization'],
      ['audit', 'audit'],
      ['outbox', 'outbox'],
      ['health', 'health'],
    ] as const) {
      await visit(twins, `/settings/${path}`);
      await expectBaselines(twins, { name, isWhole: true });
    }
    await closeTwins(twins);
  });
});
