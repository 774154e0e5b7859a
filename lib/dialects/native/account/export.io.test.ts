import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { originalPath } from '@/lib/avatars/paths';
import { createTestApp, type TestApp } from '@/testing/app';
import { tiny } from '@/testing/in-process/pictures';

const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Unpacks an archive with another library, Python's. @returns the files by their path */
async function unpacked(archive: Response): Promise<Map<string, Buffer>> {
  const [zip, target] = [join(folder, 'likeness.zip'), await mkdtemp(join(folder, 'files-'))];
  await writeFile(zip, Buffer.from(await archive.arrayBuffer()));
  // Tests each checksum as well.
  await run('python3', [
    '-c',
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])',
    zip,
    target,
  ]);
  const files = (await readdir(target, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(target.length + 1), await readFile(path)] as const;
      }),
    ),
  );
}

const exported = (app: TestApp, headers: Record<string, string>) => app.ask('GET', '/api/me/export', { headers });

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the archive of a person', () => {
  it('has every original byte by byte, the renditions, and the rest as JSON without secrets', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const uploads = [await tiny('png', [200, 30, 40]), await tiny('jpeg', [20, 60, 220])];
    for (const body of uploads) expect((await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body })).status).toBe(200);
    await app.avatars.settled();

    const profile = { publicName: 'Countess', language: 'de', timeZone: 'Europe/Berlin' };
    await app.ask('PATCH', '/api/me', { headers: ada.session, json: profile });
    const [address] = await app.records.addressesOf(ada.id);
    await app.ask('PATCH', `/api/me/addresses/${address?.id}`, { headers: ada.session, json: { shows: 'none' } });
    const response = await exported(app, ada.session);
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
      200,
      'application/zip',
      'attachment; filename="likeness.zip"',
    ]);
    const files = await unpacked(response);
    const parsed = (name: string) => JSON.parse(String(files.get(name)));
    const { versions, renditions, current } = parsed('pictures.json');
    expect([...files.keys()].sort()).toEqual(
      [
        'README.txt',
        'account.json',
        'addresses.json',
        'audit.json',
        'identities.json',
        'keys.json',
        'messages.json',
        'networks.json',
        'moderation.json',
        'sessions.json',
        'pictures.json',
        ...versions.map(({ file }: { file: string }) => file),
        ...[64, 128, 256, 512].map((side) => `renditions/${side}.webp`),
      ].sort(),
    );
    expect(versions.map(({ file }: { file: string }) => sha256(files.get(file) ?? Buffer.of()))).toEqual(uploads.reverse().map(sha256));
    expect(versions.map(({ current: isCurrent, format }: { current: boolean; format: string }) => [isCurrent, format])).toEqual([
      [true, 'jpeg'],
      [false, 'png'],
    ]);
    expect(renditions[0]).toEqual({ size: 64, file: 'renditions/64.webp' });
    const rendition = await app.ask('GET', `/media/${current.key}/256.webp`);
    expect(files.get('renditions/256.webp')).toEqual(Buffer.from(await rendition.arrayBuffer()));
    expect(parsed('account.json')).toMatchObject({ id: ada.id, email: ada.email, role: 'member', deleteAt: null, ...profile });
    expect(parsed('addresses.json')).toMatchObject([{ email: ada.email, primary: true, shows: 'none' }]);
    expect(parsed('keys.json')).toMatchObject([{ lastFour: ada.auth.Authorization.slice(-4) }]);
    expect(parsed('moderation.json')).toEqual({ avatarLockedUntil: null, notice: null });
    expect(parsed('sessions.json')).toMatchObject([{ current: true }]);
    const texts = [...files].filter(([name]) => /\.(?:json|txt)$/.test(name)).map(([, bytes]) => String(bytes));
    expect(texts.filter((text) => text.includes(ada.auth.Authorization.slice(7)) || text.includes('argon2'))).toEqual([]);
  });

  it('has the audit entries about the person without what they tell of others, known networks, and messages without their links', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    await app.ask('GET', '/v1/me', { headers: ada.passwordAuth, from: '192.0.2.7' });
    await app.ask('POST', '/api/password-resets', { json: { email: ada.email } });
    await app.ask('PATCH', `/api/people/${ada.id}`, { headers: app.admin().session, json: { role: 'admin' }, from: '192.0.2.8' });
    await app.parts().services.settled();
    const files = await unpacked(await exported(app, ada.session));
    const parsed = (name: string) => JSON.parse(String(files.get(name)));
    const entries = parsed('audit.json').map(({ action, actorId, address }: Record<string, unknown>) => [action, actorId, address]);
    expect(entries[0]).toEqual(['role-changed', null, null]);
    expect(entries.at(-1)).toEqual(['account-created', null, null]);
    expect(parsed('networks.json')).toEqual([{ lastSeenAt: expect.any(String) }]);
    expect(parsed('messages.json')).toEqual([
      { to: ada.email, subject: 'Reset your Likeness password', createdAt: expect.any(String), sentAt: null },
    ]);
    expect([...files.values()].filter((bytes) => /token=|192\.0\.2\.8/.test(String(bytes)))).toEqual([]);
  });

  it('names an original that the storage lacks, and has all others', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const uploads = [await tiny('png', [200, 30, 40]), await tiny('jpeg', [20, 60, 220])];
    for (const body of uploads) await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body });
    await app.avatars.settled();
    const [, earlier] = await app.records.history(ada.id);
    await app.storage.delete([originalPath(earlier?.originalKey ?? '')]);
    const files = await unpacked(await exported(app, ada.session));
    const { versions } = JSON.parse(String(files.get('pictures.json')));
    const problem = `The original of version ${earlier?.id} is missing from the storage.`;
    expect(versions).toMatchObject([{ file: expect.stringMatching(/^originals\/\d+\.jpg$/) }, { file: null, problem }]);
    expect([...files.keys()].filter((name) => name.startsWith('originals/'))).toEqual([versions[0].file]);
  });

  it('is made while it is read: no original is read before the client takes what precedes it', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: await tiny('png', [200, 30, 40]) });
    await app.avatars.settled();
    app.storage.calls.length = 0;
    const { body } = await exported(app, ada.session);
    const reader = body?.getReader();
    await reader?.read();
    expect(app.storage.calls).toEqual([]);
    await reader?.cancel();
    await app.avatars.settled();
    expect(app.storage.calls).toEqual([]);
  });

  it('is for the browser and the password: neither for API keys nor for strangers', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const statusOf = async (headers: Record<string, string>) => (await exported(app, headers)).status;
    expect([await statusOf(ada.auth), await statusOf({}), await statusOf(ada.passwordAuth)]).toEqual([403, 401, 200]);
  });

  it('counts against the limit of the person, unlike other reads', async () => {
    const app = await createTestApp({ userPerMinute: 2 });
    const ada = await app.open();
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) {
      const response = await exported(app, ada.session);
      statuses.push(response.status);
      await response.body?.cancel();
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await app.ask('GET', '/api/me', { headers: ada.session })).status).toBe(200);
  });
});
