import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { s3Storage } from '@/lib/storage/s3';
import { S3_CREDENTIALS, startS3 } from '@/testing/s3';
import { keysBelow } from '@/testing/storage';
import { openAccount } from '../client/people';
import { native, UPLOADS } from '../client/uploads';
import { expectQuarters, picture, quartersOf } from '../pictures/quarters';
import { discard, startServer } from '../server/server';

/** Response of each API to an upload while the store is down. */
const DOWN: Record<string, { status: number; message: string }> = {
  'PUT /api/me/avatar': { status: 502, message: '"code":"storage_failed"' },
  'PATCH /api/v1/user/avatar': { status: 502, message: '{"message":"Image upload failed"}' },
  'PUT /api/v4/user/setting/avatar': { status: 200, message: '{"code":50004,"msg":"Failed to save avatar file"' },
  'PATCH /v1/avatars/:id': { status: 502, message: '"classification":"ValueError"' },
  'POST /api/v1/users/me/avatar': { status: 500, message: '{"result":"error","msg":"Internal server error"' },
};

/** Exit code and output of `npm run storage`, without the lines of progress that come after two seconds. */
async function runScript(args: string[], variables: Record<string, string>): Promise<[code: number | null, lines: string[]]> {
  const env = { ...process.env, NODE_NO_WARNINGS: '1', DATABASE_URL: '', ...variables };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/storage.ts', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  const lines = output.split('\n').filter((line) => line !== '');
  return [code, lines.filter((line, at) => at === lines.length - 1 || line.startsWith('missing'))];
}

test('pictures are in the bucket alone; while it is down uploads fail as documented, and all goes on without a restart', async () => {
  const s3 = await startS3();
  const bucket = { ...(await s3.bucket()), prefix: 'likeness/' };
  const settings = { STORAGE: 's3', S3_ENDPOINT: s3.endpoint, S3_BUCKET: bucket.bucket, S3_PREFIX: bucket.prefix };
  const variables = { ...settings, ...S3_CREDENTIALS };
  let server = await startServer(variables);
  try {
    const storage = s3Storage(bucket, { publicPrefix: 'renditions/' });
    const person = await openAccount(server.baseURL);
    const stateOf = async () => (await fetch(`${server.baseURL}/api/me/avatar`, { headers: person.auth })).json();
    const upload = async (write: number) => {
      const response = await native.send(server.baseURL, person, await picture(quartersOf(write)));
      expect(response.status, server.output()).toBe(200);
    };
    const keyOf = (url: string) => url.match(/[0-9a-f]{40}/)?.[0];
    const renditions = () => keysBelow(storage, 'renditions/');
    const originals = () => keysBelow(storage, 'originals/');

    await upload(0);
    const first = await stateOf();
    await expectQuarters(quartersOf(0), first.url);
    await upload(1);
    const second = await stateOf();
    await expectQuarters(quartersOf(1), second.url);
    const ofSecond = [64, 128, 256, 512].map((size) => `renditions/${keyOf(second.url)}/${size}.webp`);
    // Those of the first picture are deleted in the background.
    await expect.poll(renditions).toEqual(ofSecond.toSorted());
    expect(await originals()).toHaveLength(2);

    await s3.stop();
    for (const { api, send } of UPLOADS) {
      await test.step(api, async () => {
        const answer = await send(server.baseURL, person, await picture(quartersOf(2)));
        expect({ status: answer.status, message: await answer.text() }).toEqual({
          status: DOWN[api]?.status,
          message: expect.stringContaining(DOWN[api]?.message ?? '?'),
        });
      });
    }
    expect(await stateOf()).toEqual(second);
    expect(server.output()).toContain(`Bucket ${bucket.bucket}: the store refuses connections (`);

    await s3.start();
    await expectQuarters(quartersOf(1), second.url);
    await expectQuarters(quartersOf(1), second.versions['64'].url);
    await upload(3);
    await expectQuarters(quartersOf(3), (await stateOf()).url);
    await expect.poll(renditions).toHaveLength(4);

    // The embedded database is for one process.
    await server.stop();
    const { dataDir: DATA_DIR } = server;
    expect(await runScript(['rebuild'], { ...variables, DATA_DIR })).toEqual([
      0,
      ['4 renditions made again, 0 belong to earlier pictures, 0 failed and are as before'],
    ]);
    expect(await runScript(['verify', '--read'], { ...variables, DATA_DIR })).toEqual([
      0,
      ['3 versions and 7 objects: 0 originals are missing, 0 are damaged, 0 objects have no row'],
    ]);
    server = await startServer({ ...variables, DATA_DIR });
    await expectQuarters(quartersOf(3), (await stateOf()).url);
    expect((await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: person.auth })).status).toBe(204);
    await expect.poll(renditions).toEqual([]);
    // Those of the history can be restored.
    const [lost = ''] = await originals();
    expect(await originals()).toHaveLength(3);

    await server.stop();
    await storage.delete([lost]);
    expect(await runScript(['verify'], { ...variables, DATA_DIR })).toEqual([
      1,
      [`missing: ${lost}`, '3 versions and 2 objects: 1 originals are missing, 0 are damaged, 0 objects have no row'],
    ]);
  } finally {
    await discard(server);
    await s3.discard();
  }
});
