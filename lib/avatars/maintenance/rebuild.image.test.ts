import { expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { photo, pixels } from '@/testing/pictures';
import { keysBelow, text, textAt } from '@/testing/storage';
import { type World, world } from '@/testing/world';
import { rebuildRenditions, withoutRenditions } from './rebuild';

const records = sharedRecords();

/** A second process over the same rows and objects, in which no rendition is found. */
async function rebuilding(it: World) {
  const second = await world(records(), {}, { inner: withoutRenditions(it.storage) });
  second.trust.set(false);
  return second;
}

async function withOldRenditions() {
  const it = await world(records());
  const { avatar } = await it.avatars.replace(it.change, { bytes: await photo(300, 200) });
  await it.served({ size: 'full', format: 'jpg' });
  await it.served({ key: it.generatedKey, size: 20, format: 'png' });
  await it.avatars.settled();
  const paths = await keysBelow(it.storage, 'renditions/');
  expect(paths).toHaveLength(6);
  const fresh = new Map<string, string | undefined>();
  for (const path of paths) {
    fresh.set(path, await textAt(it.storage, path));
    await it.storage.put(path, text('of an older encoder'));
  }
  it.storage.calls.length = 0;
  return { it, key: avatar?.key, paths, fresh };
}

it('every stored rendition is made again from its original, which is read once for all squares and once in full', async () => {
  const { it, paths, fresh } = await withOldRenditions();
  const { avatars } = await rebuilding(it);
  const progress: number[] = [];
  const counts = await rebuildRenditions(avatars, it.storage, {
    report: (path, error) => expect.unreachable(`${path}: ${error}`),
    onProgress: ({ rebuilt }) => progress.push(rebuilt),
  });
  expect(counts).toEqual({ rebuilt: 6, outdated: 0, failed: 0 });
  expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await keysBelow(it.storage, 'renditions/')).toEqual(paths);
  expect(await pixels(await it.served({ size: 128 }))).toMatchObject({ width: 128, height: 128 });
  for (const path of paths.filter((name) => name.endsWith('20.png'))) expect(await textAt(it.storage, path)).toBe(fresh.get(path));
  expect(it.storage.calls.filter(({ operation, key }) => operation === 'get' && key.startsWith('originals/'))).toHaveLength(2);
  expect(it.storage.calls.filter(({ operation }) => operation === 'delete')).toEqual([]);
});

it('the old rendition stays where a new one cannot be made, and is reported', async () => {
  const { it, key, paths } = await withOldRenditions();
  await it.storage.delete(await keysBelow(it.storage, 'originals/'));
  const { avatars } = await rebuilding(it);
  const reported: string[] = [];
  const counts = await rebuildRenditions(avatars, it.storage, { report: (path) => reported.push(path) });
  const ofUpload = paths.filter((path) => path.includes(key ?? '-'));
  expect(counts).toEqual({ rebuilt: 1, outdated: 0, failed: 5 });
  expect(reported.toSorted()).toEqual(ofUpload);
  for (const path of ofUpload) expect(await textAt(it.storage, path)).toBe('of an older encoder');
});

it('a picture that is replaced meanwhile keeps its new renditions, and gets back none of the old ones', async () => {
  const { it, key } = await withOldRenditions();
  const { avatars } = await rebuilding(it);
  let replaced: string | undefined;
  const replacing = {
    settled: avatars.settled,
    async rendition(name: Parameters<typeof avatars.rendition>[0]) {
      if (!replaced && name.key === key) {
        replaced = (await it.avatars.replace(it.change, { bytes: await photo(60, 40) })).avatar?.key;
        await it.avatars.settled();
      }
      return avatars.rendition(name);
    },
  };
  const counts = await rebuildRenditions(replacing, it.storage, { report: (path, error) => expect.unreachable(`${path}: ${error}`) });
  expect(counts).toEqual({ rebuilt: 1, outdated: 5, failed: 0 });
  const left = await keysBelow(it.storage, 'renditions/');
  expect(left.filter((path) => path.includes(key ?? '-'))).toEqual([]);
  expect(left.filter((path) => path.includes(replaced ?? '-'))).toHaveLength(4);
});

it('stops between two renditions when told to', async () => {
  const { it } = await withOldRenditions();
  const stop = new AbortController();
  const { avatars } = await rebuilding(it);
  const counts = await rebuildRenditions(avatars, it.storage, { report: () => {}, signal: stop.signal, onProgress: () => stop.abort() });
  expect(counts).toEqual({ rebuilt: 1, outdated: 0, failed: 0 });
});
