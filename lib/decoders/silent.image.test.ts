import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { segment } from '@/testing/corpus/jpeg-codec';
import { heic } from '@/testing/heic';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';

/** Runs a worker on the bytes from stdin, as the server does, and prints whether it returned a result. */
const RUN = `
import { buffer } from 'node:stream/consumers';
import { Piscina } from 'piscina';
const [filename] = process.argv.slice(1);
const pool = new Piscina({ filename, env: {} });
const result = await pool.run(new Uint8Array(await buffer(process.stdin)));
await pool.destroy();
process.stdout.write('result: ' + (result ? 'some' : 'none'));
`;

async function runWorker(worker: string, bytes: Uint8Array): Promise<{ out: string; error: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, `${process.cwd()}/lib/decoders/${worker}`]);
  child.stdin.end(bytes);
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, error };
}

const jpeg = () =>
  fromRaster(landscape(32, 32))
    .withExif({ IFD0: { Model: 'iPhone 13' } })
    .jpeg()
    .toBuffer();
const insert = (file: Buffer, ...segments: Buffer[]) => Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]);

/** Sets field sizes in `iloc` that the metadata library does not support. */
async function withFieldSizes(sizes: number): Promise<Buffer> {
  const file = await fromRaster(landscape(32, 32))
    .withExif({ IFD0: { Model: 'iPhone 13' } })
    .avif({ effort: 0 })
    .toBuffer();
  file.writeUInt8(sizes, file.indexOf('iloc') + 8);
  return file;
}

it.each([
  ['two EXIF segments', async () => insert(await jpeg(), segment(0xe1, Buffer.from('Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1')))],
  [
    'XMP that is not XML',
    async () => insert(await jpeg(), segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><a b=c><</d>'))),
  ],
  ['item offsets of eight bytes', () => withFieldSizes(0x84)],
  ['item lengths of eight bytes', () => withFieldSizes(0x48)],
])('messages of the metadata library about %s are not printed: the log is lines of JSON', async (_what, file) => {
  expect(await runWorker('metadata-worker.mjs', await file())).toEqual({ out: 'result: some', error: '' });
});

it('messages of libheif about a damaged picture are not printed', async () => {
  const file = heic('grid');
  file.fill(0xa5, file.length - 400, file.length - 40);
  expect(await runWorker('heic-worker.mjs', file)).toEqual({ out: 'result: some', error: '' });
});
