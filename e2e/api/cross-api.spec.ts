import sharp from 'sharp';
import { shownAt } from '../client/gravatar';
import { json, READ_PATHS } from '../client/read-paths';
import { native, UPLOADS, zulip } from '../client/uploads';
import { expectQuarters, picture, quartersOf } from '../pictures/quarters';
import { expect, test } from '../server/upload-fixtures';

test('a change through any API is what all of them show at once', { tag: '@main' }, async ({ server, owner }) => {
  for (const [index, { api, send }] of UPLOADS.entries()) {
    await test.step(`after ${api}`, async () => {
      const quarters = quartersOf(index);
      expect((await send(server.baseURL, owner, await picture(quarters))).ok).toBe(true);
      for (const { api, address } of READ_PATHS) {
        await test.step(api, async () => expectQuarters(quarters, await address(server.baseURL, owner)));
      }
    });
  }
});

test('after removal, the generated picture is what all of them show', { tag: '@main' }, async ({ server, owner }) => {
  await native.send(server.baseURL, owner, await picture(quartersOf(0)));
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: owner.auth });
  const small = async (address: string) =>
    sharp((await shownAt(address)).bytes)
      .resize(16, 16, { fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer();
  const generated = await small((await json(`${server.baseURL}/api/me/avatar`, owner.auth)).url);
  // Edges of cells blur in the smallest; another drawing has another colour as well, and is 40 and more away.
  // Cloudreve's clients draw a letter themselves where there is no picture.
  for (const { api, address } of READ_PATHS.filter((read) => read.api !== 'GET /user/avatar/{id}')) {
    await test.step(api, async () => {
      const shown = await small(await address(server.baseURL, owner));
      expect(shown.reduce((sum, value, at) => sum + Math.abs(value - (generated[at] ?? 0)), 0) / shown.byteLength).toBeLessThan(20);
    });
  }
});

test('no address that was given out before shows an old picture', { tag: '@main' }, async ({ server, owner }) => {
  const [old, now] = [quartersOf(0), quartersOf(4)];
  await native.send(server.baseURL, owner, await picture(old));
  // Each once before the change, to fill all caches.
  const addresses = await Promise.all(READ_PATHS.map(async ({ address }) => address(server.baseURL, owner)));
  for (const address of addresses) await expectQuarters(old, address);
  await zulip.send(server.baseURL, owner, await picture(now));
  // Addresses of the earlier version redirect to the new one once its renditions are deleted.
  for (const address of addresses) await expect(async () => expectQuarters(now, address)).toPass();
});
