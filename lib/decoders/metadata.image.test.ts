import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { segment } from '@/testing/corpus/jpeg-codec';
import { chunk } from '@/testing/corpus/png-codec';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { createMetadataThread } from './metadata';
import { ThreadFailedError } from './thread';

const reported: unknown[] = [];
const thread = createMetadataThread({ seconds: 120, report: (error) => reported.push(error) });
afterAll(() => thread.close());

const photo = async () => fromRaster(landscape(60, 40)).withExif({ IFD0: { Model: 'iPhone 13' } });

const xmp = (elements: number) => `<x:xmpmeta xmlns:x="adobe:ns:meta/">${'<rdf:li>a</rdf:li>'.repeat(elements)}</x:xmpmeta>`;
/** Elements that exceed the XMP limit. */
const MUCH = 400_000;

it('metadata that exceeds the memory limit is not read, and the next file is read', async () => {
  expect(await thread.read(await (await photo()).withXmp(xmp(MUCH)).avif({ effort: 0 }).toBuffer())).toBeNull();
  expect(reported).toEqual([]);
  const metadata = await thread.read(await (await photo()).jpeg().toBuffer());
  expect(metadata?.fields).toContainEqual(['Model', 'iPhone 13']);
});

it('the caller can still store the bytes after their metadata is read', async () => {
  const bytes = await (await photo()).jpeg().toBuffer();
  const before = Buffer.from(bytes);
  await thread.read(bytes);
  expect(bytes.equals(before)).toBe(true);
});

it('the bytes are copied as a block, and not one by one, before their metadata is read', async () => {
  const bytes = await (await photo()).jpeg().toBuffer();
  Object.defineProperty(bytes, Symbol.iterator, { value: () => expect.fail('They were asked for one by one') });
  expect((await thread.read(bytes))?.fields).toContainEqual(['Model', 'iPhone 13']);
});

it('a file without metadata has no fields', async () => {
  expect(await thread.read(await fromRaster(landscape(60, 40)).webp().toBuffer())).toEqual({
    fields: [],
    place: null,
    hasThumbnail: false,
    hasMore: false,
  });
});

it('a metadata thread that cannot start is reported, and the read returns at once', async () => {
  const faults: unknown[] = [];
  const missing = createMetadataThread({ seconds: 120, filename: '/nowhere/metadata-worker.mjs', report: (error) => faults.push(error) });
  expect(await missing.read(await (await photo()).jpeg().toBuffer())).toBeNull();
  expect(faults).toEqual([expect.any(ThreadFailedError)]);
  await missing.close();
});

it.each([
  ['JPEG', async () => insert(2, await (await photo()).jpeg().toBuffer(), ...extendedXmp(xmp(MUCH)))],
  [
    'PNG',
    async () => insert(33, await (await photo()).png().toBuffer(), chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp(MUCH)}`))),
  ],
  ['WebP', async () => (await photo()).withXmp(xmp(MUCH)).webp().toBuffer()],
])('the other metadata of a %s with too much XMP is read', async (_format, file) => {
  const metadata = await thread.read(await file());
  expect(metadata).toMatchObject({ fields: expect.arrayContaining([['Model', 'iPhone 13']]), hasMore: true });
});

it('XMP of usual length is read', async () => {
  const written = xmp(3000).replace('<rdf:li>', '<rdf:RDF><rdf:Description xmp:CreatorTool="Lightroom 9"/></rdf:RDF><rdf:li>');
  const metadata = await thread.read(await (await photo()).withXmp(written).webp().toBuffer());
  expect(metadata).toMatchObject({ fields: expect.arrayContaining([['CreatorTool', 'Lightroom 9']]), hasMore: false });
});

/** A worker for these tests. `wait` blocks its thread like a loop that never ends, without computing. */
async function workerOf(code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-metadata-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const filename = join(folder, 'worker.mjs');
  const wait = 'const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);';
  await writeFile(filename, `${wait} export function ready() {} ${code}`);
  return filename;
}

it('the time limit starts when the thread has started', async () => {
  const filename = await workerOf('wait(1_500); export default function read([first]) { return { first }; }');
  const slow = createMetadataThread({ seconds: 1, filename, report: (error) => reported.push(error) });
  expect(await slow.read(Uint8Array.of(1))).toEqual({ first: 1 });
  expect(reported).toEqual([]);
  await slow.close();
});

it('the time limit starts after the wait for the metadata thread, and the wait is limited', async () => {
  const filename = await workerOf('export default function read([first]) { if (first === 0) wait(); return { first }; }');
  const [endless, quick] = [Uint8Array.of(0), Uint8Array.of(1)];
  const report = (error: unknown) => reported.push(error);
  const patient = createMetadataThread({ seconds: 2, waitSeconds: 60, filename, report });
  const answers = [endless, endless, quick].map((bytes) => patient.read(bytes));
  expect(await Promise.all(answers)).toEqual([null, null, { first: 1 }]);
  await patient.close();
  const impatient = createMetadataThread({ seconds: 0.5, waitSeconds: 0.01, filename, report });
  const ahead = impatient.read(endless);
  expect(await Promise.race([ahead.then(() => 'the one ahead'), impatient.read(quick)])).toBeNull();
  expect(await ahead).toBeNull();
  await impatient.close();
  expect(reported).toEqual([]);
});

const insert = (head: number, file: Buffer, ...blocks: Uint8Array[]) =>
  Buffer.concat([file.subarray(0, head), ...blocks, file.subarray(head)]);

/** Splits XMP into segments (XMP specification, part 3, section 1.1.3.1). */
function extendedXmp(text: string): Buffer[] {
  const whole = Buffer.from(text);
  const [size, id] = [60_000, '0'.repeat(32)];
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => {
    const place = Buffer.alloc(8);
    place.writeUInt32BE(whole.length);
    place.writeUInt32BE(index * size, 4);
    return segment(0xe1, Buffer.from(`http://ns.adobe.com/xmp/extension/\0${id}`), place, whole.subarray(index * size, (index + 1) * size));
  });
}
