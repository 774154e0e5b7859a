import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { commandServices, commandsOf, fakeCaller, fakeTerminal } from '@/testing/in-process/commands';
import { tiny } from '@/testing/in-process/pictures';
import { keysBelow } from '@/testing/storage';
import { parseAndRun } from './parse-and-run';

async function withPicture() {
  const app = await createTestApp();
  const ada = await app.open({ name: 'Ada' });
  expect((await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: await tiny('png', [200, 30, 40]) })).status).toBe(200);
  await app.avatars.settled();
  const newest = async () =>
    (await app.records.listAudit({}, { limit: 1 })).map(({ actor, action, subjectId }) => [actor, action, subjectId]);
  return { app, ada, run: commandsOf(app), newest };
}

describe('npm run admin -- export', () => {
  it('saves the archive of a person, and is recorded', async () => {
    const { ada, run, newest } = await withPicture();
    const { code, out, file } = await run(['export', ada.email, '--output', 'ada.zip']);
    expect([code, out]).toEqual([0, `ada.zip: ${file?.bytes.byteLength} bytes, the data of person ${ada.id}. Keep it private.\n`]);
    expect(file).toMatchObject({ path: 'ada.zip', isComplete: true });
    // The names of files are in the archive as they are.
    for (const name of ['account.json', 'originals/', 'renditions/512.webp']) expect(file?.bytes.includes(name)).toBe(true);
    expect(file?.bytes.includes(ada.email)).toBe(true);
    expect(await newest()).toEqual([['command', 'data-exported', ada.id]]);
  });

  it('saves nothing without its entry in the audit log', async () => {
    const { app, ada } = await withPicture();
    const { terminal, outcome } = fakeTerminal();
    const services = { ...commandServices(app), note: () => Promise.reject(new Error('no room')) };
    expect(await parseAndRun(['export', ada.email, '--output', 'ada.zip'], { services, terminal, caller: fakeCaller() })).toBe(1);
    expect(outcome).toMatchObject({ err: 'no room\n', file: { bytes: Buffer.of(), isComplete: false } });
  });

  it('does not replace a file', async () => {
    const { ada, run } = await withPicture();
    expect(await run(['export', ada.email, '--output', 'existing.zip'])).toEqual({
      code: 1,
      out: '',
      err: 'Expected a path for a new file, got existing.zip: it exists.\n',
    });
  });
});

describe('npm run admin -- erase', () => {
  it('deletes nothing unless the address is typed', async () => {
    const { app, ada, run } = await withPicture();
    const { code, out, err } = await run(['erase', String(ada.id)], { answer: 'yes' });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `This deletes the account ${ada.id} of Ada. Type its address ${ada.email} to confirm: \nExpected ${ada.email}, got yes. Nothing was deleted.\n`,
    );
    expect(await app.records.personById(ada.id)).toMatchObject({ email: ada.email });
  });

  it.each([{ args: [] }, { args: ['--yes'] }])('deletes rows and objects, and says how many, with $args', async ({ args }) => {
    const { app, ada, run, newest } = await withPicture();
    const stored = (await keysBelow(app.storage)).length;
    expect(stored).toBeGreaterThan(4);
    const { code, out } = await run(['erase', ada.email, ...args], { answer: ` ${ada.email.toUpperCase()}` });
    expect([code, out]).toEqual([
      0,
      `Deleted account ${ada.id}: 1 versions of the picture, 1 API keys, 1 sessions, ${stored} stored objects.\n`,
    ]);
    expect([await app.records.personById(ada.id), await keysBelow(app.storage)]).toEqual([null, []]);
    expect(await newest()).toEqual([['command', 'account-deleted', ada.id]]);
  });

  it('says what a failing storage has left', async () => {
    const { app, ada, run } = await withPicture();
    app.storage.fails = ({ operation }) => operation === 'delete';
    expect(await run(['erase', ada.email, '--yes'])).toMatchObject({ code: 1, err: expect.stringContaining('objects may be left') });
  });
});

describe('npm run admin -- sweep', () => {
  it('counts with --dry-run, and deletes without', async () => {
    const { app, run, newest } = await withPicture();
    const expired = { role: 'member' as const, email: null, maxUses: 1, expiresAt: new Date(Date.now() - 1_000) };
    await app.records.createInvite({ ...expired, createdBy: app.admin().id, sha256: '0'.repeat(64) });
    const key = `renditions/${'0'.repeat(40)}/64.webp`;
    await app.storage.put(key, new Uint8Array([1]));
    const before = await keysBelow(app.storage);
    const dry = await run(['sweep', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toBe(
      `To delete:\n${[
        'versions: 0',
        'uploads: 0',
        'renditions: 0',
        'originals: 0',
        'sessions: 0',
        'links: 0',
        'invites: 1',
        'auditEntries: 0',
        'messages: 0',
        'accounts: 0',
      ]
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
    expect(await keysBelow(app.storage)).toEqual(before);
    expect((await run(['sweep'])).out).toBe(`${dry.out}Deleted 0 renditions and 0 originals, and the rows above.\n`);
    expect(await newest()).toEqual([['command', 'swept', null]]);
    expect((await run(['sweep', '--dry-run'])).out).toContain('invites: 0\n');
  });
});
