import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { LADDER } from '@/lib/imaging/sizes';
import { sharedRecords } from '@/testing/memory/records';
import { photo, pixelAt, pixels } from '@/testing/pictures';
import { hex } from '@/testing/records';
import { type World, world } from '@/testing/world';

const records = sharedRecords();
const FORMATS = Object.keys(OUTPUT_FORMATS) as OutputFormat[];

const puts = ({ storage }: World, key: string) => storage.calls.filter((call) => call.operation === 'put' && call.key === key).length;
const readsOfOriginals = ({ storage }: World) =>
  storage.calls.filter(({ operation, key }) => operation === 'get' && key.startsWith('originals/')).length;

async function withPicture(bytes?: Uint8Array) {
  const it = await world(records());
  const { avatar } = await it.avatars.replace(it.change, { bytes: bytes ?? (await photo(300, 200)) });
  await it.avatars.settled();
  it.restart();
  it.storage.calls.length = 0;
  return { ...it, key: avatar?.key ?? '' };
}

describe('a rendition', () => {
  it('that is not eager is made once for twenty concurrent requests', async () => {
    const it = await withPicture();
    const name = { key: it.key, size: 180, format: 'avif' } as const;
    const deliveries = await Promise.all(Array.from({ length: 20 }, () => it.avatars.rendition(name)));
    for (const delivery of deliveries) expect(delivery).toEqual(deliveries[0]);
    expect(deliveries[0]).toMatchObject({ kind: 'found' });
    expect(puts(it, `renditions/${it.key}/180.avif`)).toBe(1);
    expect(readsOfOriginals(it)).toBe(1);
  });

  it('comes from the one square that the upload was decoded to, in whatever size and format', async () => {
    const it = await world(records());
    await it.avatars.replace(it.change, { bytes: await photo(1200, 900) });
    // The square is kept for some seconds, and a slow machine takes those for all sizes in all formats.
    for (const size of LADDER) await it.served({ size, format: 'jpg' });
    for (const format of FORMATS) await it.served({ size: 200, format });
    expect(readsOfOriginals(it)).toBe(0);
    it.restart();
    const { avatar } = await it.state();
    await Promise.all(LADDER.map((size) => it.storage.delete([`renditions/${avatar?.key}/${size}.png`])));
    await Promise.all(LADDER.map((size) => it.served({ size, format: 'png' })));
    expect(readsOfOriginals(it)).toBe(1);
  });

  it('is made for one reader after the other, so that uploads have the rest of the machine', async () => {
    const it = await withPicture();
    await Promise.all(FORMATS.map((format) => it.served({ size: 'full', format })));
    const work = it.storage.calls.filter(({ operation, key }) => operation === 'put' || key.startsWith('originals/'));
    let [unfinished, most] = [0, 0];
    for (const { operation } of work) {
      unfinished += operation === 'get' ? 1 : -1;
      most = Math.max(most, unfinished);
    }
    // The one that is being made, and the one before it that is being stored.
    expect(most).toBeLessThanOrEqual(2);
    expect(work).toHaveLength(2 * FORMATS.length);
  });

  it('is stored when it is made, and served from there after', async () => {
    const it = await withPicture();
    const first = await it.served({ size: 90, format: 'jpg' });
    expect(await it.served({ size: 90, format: 'jpg' })).toEqual(first);
    expect(puts(it, `renditions/${it.key}/90.jpg`)).toBe(1);
    expect(readsOfOriginals(it)).toBe(1);
  });

  it('that was made at the upload is not made again; lost, it comes back byte for byte', async () => {
    const it = await withPicture();
    const eager = await it.served({ size: 256 });
    expect(readsOfOriginals(it)).toBe(0);
    await it.storage.delete([`renditions/${it.key}/256.webp`]);
    it.restart();
    expect(await it.served({ size: 256 })).toEqual(eager);
    expect(readsOfOriginals(it)).toBe(1);
  });

  it('can be had again after a failure to read the original, and is shown also when it can be neither read nor kept', async () => {
    const it = await withPicture();
    const name = { key: it.key, size: 20, format: 'png' } as const;
    it.storage.fails = ({ operation, key }) => operation === 'get' && key.startsWith('originals/');
    await expect(it.avatars.rendition(name)).rejects.toMatchObject({ code: 'storage_failed' });
    it.storage.fails = ({ key }) => key.startsWith('renditions/');
    expect(await it.avatars.rendition(name)).toMatchObject({ kind: 'found' });
    it.storage.fails = () => false;
    expect(await it.avatars.rendition(name)).toMatchObject({ kind: 'found' });
  });

  it('full is the crop in its own size', async () => {
    const it = await withPicture(await photo(1600, 1300));
    expect(await pixels(await it.served({ size: 'full' }))).toMatchObject({ width: 1300, height: 1300 });
    expect(await pixels(await it.served({ size: 1024 }))).toMatchObject({ width: 1024 });
  });

  it('of a picture that is replaced while it is made is not kept, and leads to the new one', async () => {
    const it = await withPicture();
    const name = { key: it.key, size: 75, format: 'webp' } as const;
    let replaced: Promise<{ avatar: { key: string } | null }> | undefined;
    const bytes = await photo(60, 40);
    const { get } = it.storage;
    it.storage.get = async (key) => {
      const found = await get(key);
      if (key.startsWith('originals/')) {
        replaced ??= it.avatars.replace(it.change, { bytes });
        await replaced;
      }
      return found;
    };
    const delivery = await it.avatars.rendition(name);
    expect(delivery).toEqual({ kind: 'moved', key: (await replaced)?.avatar?.key });
    await it.avatars.settled();
    expect(await get(`renditions/${it.key}/75.webp`)).toBeNull();
  });

  it('of an unknown key is missing in every size', async () => {
    const it = await withPicture();
    for (const format of FORMATS) expect(await it.avatars.rendition({ key: hex(), size: 64, format })).toEqual({ kind: 'missing' });
    const { avatar } = await it.state();
    expect(await it.avatars.rendition({ key: avatar?.originalKey ?? '', size: 64, format: 'webp' })).toEqual({ kind: 'missing' });
  });
});

describe('the generated picture', () => {
  it.each(FORMATS)('exists as %s, and is the same after it was lost', async (format) => {
    const it = await world(records());
    const first = await it.served({ size: 100, format });
    expect(await pixels(first)).toMatchObject({ width: 100, height: 100 });
    await it.storage.delete([`renditions/${it.generatedKey}/100.${format}`]);
    expect(await it.served({ size: 100, format })).toEqual(first);
  });

  it('exists in every size, and mirrors itself', async () => {
    const it = await world(records());
    for (const size of LADDER) expect(await pixels(await it.served({ size }))).toMatchObject({ width: size, height: size });
    const picture = await pixels(await it.served({ size: 180, format: 'png' }));
    // The middles of its seven by seven cells.
    const middles = [0, 1, 2, 3, 4, 5, 6].map((cell) => Math.floor(((cell + 0.5) * 180) / 7));
    for (const y of middles) {
      for (const x of middles.slice(0, 3)) {
        const [left, right] = [pixelAt(picture, x, y), pixelAt(picture, 179 - x, y)];
        for (const [channel, value] of left.entries()) expect(Math.abs(value - (right[channel] ?? 0))).toBeLessThan(4);
      }
    }
  });

  it('differs from person to person', async () => {
    const pictures = [];
    for (let at = 0; at < 8; at += 1) pictures.push(Buffer.from(await (await world(records())).served({ size: 64 })).toString('base64'));
    expect(new Set(pictures).size).toBe(8);
  });

  it('is served while another picture is shown: a page that is still open may have its address', async () => {
    const it = await withPicture();
    expect(await it.avatars.rendition({ key: it.generatedKey, size: 64, format: 'webp' })).toMatchObject({ kind: 'found' });
  });
});
