import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { CAN_MOUNT, mountSmallDisk } from '@/testing/small-disk';
import { openAccount, signInCookie } from '../client/people';
import { UPLOADS } from '../client/uploads';
import { picture, quartersOf } from '../pictures/quarters';
import { startServer, temporaryFolder } from '../server/server';

/** Response to a change while the disk is full. */
const FULL: Record<string, { status: number; message: string }> = {
  'PUT /api/me/avatar': { status: 507, message: '"code":"storage_full"' },
  'PATCH /api/v1/user/avatar': { status: 507, message: '{"message":"Image upload failed"}' },
  'PUT /api/v4/user/setting/avatar': { status: 200, message: '{"code":50004,"msg":"Failed to save avatar file"' },
  'PATCH /v1/avatars/:id': { status: 507, message: '"classification":"ValueError"' },
  'POST /api/v1/users/me/avatar': { status: 507, message: '{"result":"error","msg":"Insufficient storage"}' },
};

/** Mounting a disk of a few megabytes needs root. The tests in lib/db and lib/storage need none. */
if (CAN_MOUNT) {
  test('a server on a full disk does not start and logs one sentence', async () => {
    const folder = await temporaryFolder();
    const disk = await mountSmallDisk(folder, 1);
    try {
      const server = await startServer({ DATA_DIR: folder });
      expect(await server.ended).toBe(1);
      expect(server.output()).toContain(
        `The disk of the data folder ${folder} is full: expected at least 48 MB free to start, found 1. Free some space and start again; nothing is lost.\n`,
      );
    } finally {
      await disk.unmount();
      await rm(folder, { recursive: true });
    }
  });

  test('while the disk is full, changes are refused and reads continue; after kill -9 and freed space nothing is lost', async () => {
    const folder = await temporaryFolder();
    const disk = await mountSmallDisk(folder, 400);
    try {
      const server = await startServer({ DATA_DIR: folder });
      const person = await openAccount(server.baseURL);
      const [upload] = UPLOADS;
      const bytes = await picture(quartersOf(0));
      expect((await upload?.send(server.baseURL, person, bytes))?.status).toBe(200);
      const stateOf = async (baseURL: string) => (await fetch(`${baseURL}/api/me/avatar`, { headers: person.auth })).json();
      const before = await stateOf(server.baseURL);
      const cookie = await signInCookie(server.baseURL, person);

      const other = join(folder, 'other');
      await writeFile(other, new Uint8Array(400 * 1024 * 1024)).catch(() => {});
      await expect
        .poll(async () => (await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: person.auth })).status)
        .toBe(507);
      for (const { api, send } of UPLOADS) {
        await test.step(api, async () => {
          const answer = await send(server.baseURL, person, bytes);
          expect({ status: answer.status, message: await answer.text() }).toEqual({
            status: FULL[api]?.status,
            message: expect.stringContaining(FULL[api]?.message ?? '?'),
          });
        });
      }
      expect(await stateOf(server.baseURL)).toEqual(before);
      expect((await fetch(before.url)).status).toBe(200);
      // The row of a session fits into space that the database has already.
      expect(await signInCookie(server.baseURL, person)).toContain('next-auth.session-token=');
      expect((await fetch(`${server.baseURL}/api/me`, { headers: { Cookie: cookie } })).status).toBe(200);

      await server.stop('SIGKILL');
      await rm(other);
      const again = await startServer({ DATA_DIR: folder });
      const { url: _, stillUrl: __, versions: ___, ...kept } = before;
      expect(await stateOf(again.baseURL)).toMatchObject(kept);
      expect((await upload?.send(again.baseURL, person, await picture(quartersOf(1))))?.status).toBe(200);
      for (const path of ['.', 'secret', 'pg', 'pg/PG_VERSION', 'pictures']) {
        expect({ path, mode: (await stat(join(folder, path))).mode & 0o077 }).toEqual({ path, mode: 0 });
      }
      expect(await again.stop()).toBe(0);
    } finally {
      await disk.unmount();
      await rm(folder, { recursive: true });
    }
  });
}
