import { afterAll, expect, it } from 'vitest';
import { fromRaster } from '@/lib/testing/pictures';
import { landscape } from '@/lib/testing/reference';
import { chunk } from '@/lib/testing/zoo/png-codec';
import { createMetadataThread } from './metadata';
import { ThreadBrokenError } from './thread';

const reported: unknown[] = [];
const thread = createMetadataThread({ seconds: 120, report: (error) => reported.push(error) });
afterAll(() => thread.close());

const told = async () => fromRaster(landscape(60, 40)).withExif({ IFD0: { Model: 'iPhone 13' } });

async function wordy(elements: number): Promise<Buffer> {
  const png = await fromRaster(landscape(60, 40)).png().toBuffer();
  const text = `XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta xmlns:x="adobe:ns:meta/">${'<rdf:li>a</rdf:li>'.repeat(elements)}</x:xmpmeta>`;
  return Buffer.concat([png.subarray(0, 33), chunk('iTXt', Buffer.from(text)), png.subarray(33)]);
}

it('a file that says more than there is memory for is not read, and the next one is', async () => {
  expect(await thread.read(await wordy(400_000))).toBeNull();
  expect(reported).toEqual([]);
  const said = await thread.read(await (await told()).jpeg().toBuffer());
  expect(said?.fields).toContainEqual(['Model', 'iPhone 13']);
});

it('the bytes stay with the caller, who still has to keep them', async () => {
  const bytes = await (await told()).jpeg().toBuffer();
  const before = Buffer.from(bytes);
  await thread.read(bytes);
  expect(bytes.equals(before)).toBe(true);
});

it('a file without anything says nothing', async () => {
  expect(await thread.read(await fromRaster(landscape(60, 40)).webp().toBuffer())).toEqual({
    fields: [],
    place: null,
    hasThumbnail: false,
  });
});

it('a thread that cannot start is reported, and keeps nobody waiting', async () => {
  const faults: unknown[] = [];
  const missing = createMetadataThread({ seconds: 120, filename: '/nowhere/metadata-worker.mjs', report: (error) => faults.push(error) });
  expect(await missing.read(await (await told()).jpeg().toBuffer())).toBeNull();
  expect(faults).toEqual([expect.any(ThreadBrokenError)]);
  await missing.close();
});
