import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyless, bodyOf, streamed } from '@/testing/requests';
import { MAX_JSON_BYTES } from '../limits';
import { fileTooLarge, readBytes, readJson } from './body';
import { createBodyBudget } from './body-budget';

const kilobytes = (count: number) => Array.from({ length: count }, (_, at) => new Uint8Array(1000).fill(at));
const text = (words: string) => new TextEncoder().encode(words);

describe('a body', () => {
  it('of exactly the limit is read completely, in order', async () => {
    const { request, pulled } = streamed(kilobytes(5));
    const bytes = await readBytes(bodyOf(request), 5000);
    expect(Buffer.from(bytes).equals(Buffer.concat(kilobytes(5)))).toBe(true);
    expect(Buffer.isBuffer(bytes)).toBe(false);
    expect(pulled.bytes).toBe(5000);
    expect(await readBytes(bodyOf(streamed(kilobytes(5), { 'content-length': '5000' }).request), 5000)).toHaveLength(5000);
  });

  it('whose announced length is one byte too large is not read at all', async () => {
    const { request, pulled } = streamed(kilobytes(5), { 'content-length': '5001' });
    await expect(readBytes(bodyOf(request), 5000)).rejects.toMatchObject({ code: 'file_too_large', details: { limitBytes: 5000 } });
    expect(pulled).toEqual({ chunks: 0, bytes: 0, cancelled: false });
  });

  it('without Content-Length is read up to the limit only', async () => {
    const { request, pulled } = streamed([...kilobytes(5), new Uint8Array(1), ...kilobytes(100)]);
    await expect(readBytes(bodyOf(request), 5000)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(pulled).toEqual({ chunks: 6, bytes: 5001, cancelled: false });
  });

  it('that is longer than announced is still limited', async () => {
    const { request, pulled } = streamed(kilobytes(100), { 'content-length': '10' });
    await expect(readBytes(bodyOf(request), 5000)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(pulled.chunks).toBe(6);
  });

  it('that is shorter than announced is truncated', async () => {
    const { request } = streamed(kilobytes(3), { 'content-length': '4000' });
    const message = 'The body was cut short: expected 4000 bytes, got 3000 bytes.';
    await expect(readBytes(bodyOf(request), 5000)).rejects.toMatchObject({ code: 'truncated_body', message });
  });

  it('whose connection closes is truncated, with and without Content-Length', async () => {
    for (const headers of [undefined, { 'content-length': '4000' }]) {
      const { request } = streamed([...kilobytes(2), new Error('aborted')], headers);
      await expect(readBytes(bodyOf(request), 5000)).rejects.toMatchObject({ code: 'truncated_body', cause: expect.any(Error) });
    }
  });

  it('of single bytes is read in few chunks', async () => {
    const bytes = Uint8Array.from({ length: 5_000 }, (_, at) => at % 251);
    const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
    const read: Uint8Array[] = [];
    const sent = [new Uint8Array(5_000), ...chunks, new Uint8Array(5_000)];
    for await (const chunk of bodyOf(streamed(sent).request).readChunks(20_000, fileTooLarge)) read.push(chunk);
    expect(read.map(({ byteLength }) => byteLength)).toEqual([5_000, 4_096, 904, 5_000]);
    expect(Buffer.concat(read).equals(Buffer.concat(sent))).toBe(true);
  });

  it('that is absent counts as empty', async () => {
    expect(await readBytes(bodyOf(bodyless()), 5000)).toHaveLength(0);
    expect(await readJson(bodyOf(bodyless()))).toBeUndefined();
    expect(await readBytes(bodyOf(streamed([], { 'content-length': '0' }).request), 5000)).toHaveLength(0);
  });

  it('that is too large is refused with the limit in megabytes', async () => {
    const { request } = streamed([], { 'content-length': '99999999' });
    await expect(readBytes(bodyOf(request), 25 * 1024 * 1024)).rejects.toThrow('Expected at most 26214400 bytes (25 MiB).');
  });
});

describe('JSON', () => {
  it('is read even if a chunk ends within a character', async () => {
    const bytes = text('{"alt":"Zoë 🐎"}');
    const { request } = streamed(Array.from(bytes, (byte) => new Uint8Array([byte])));
    expect(await readJson(bodyOf(request))).toEqual({ alt: 'Zoë 🐎' });
  });

  it.each([
    ['nothing that is JSON', text('{')],
    ['a form', text('alt=Ada')],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])('is refused when it is %s', async (_name, bytes) => {
    await expect(readJson(bodyOf(streamed([bytes]).request))).rejects.toMatchObject({ code: 'malformed_body' });
  });

  it('is limited in size', async () => {
    const spaces = text(' '.repeat(1024));
    const fits = [text('{}'), ...Array.from({ length: 63 }, () => spaces)];
    expect(await readJson(bodyOf(streamed(fits).request))).toEqual({});
    const { request, pulled } = streamed(Array.from({ length: 1000 }, () => spaces));
    await expect(readJson(bodyOf(request))).rejects.toMatchObject({
      code: 'malformed_body',
      message: expect.stringContaining(String(MAX_JSON_BYTES)),
    });
    expect(pulled.bytes).toBe(MAX_JSON_BYTES + 1024);
  });
});

describe('a compressed body', () => {
  const picture = Buffer.from('a picture '.repeat(500));
  const COMPRESSED: [string, Buffer][] = [
    ['gzip', gzipSync(picture)],
    ['x-gzip', gzipSync(picture)],
    ['GZIP', gzipSync(picture)],
    ['deflate', deflateSync(picture)],
    ['deflate', deflateRawSync(picture)],
    ['br', brotliCompressSync(picture)],
    ['identity', picture],
    ['identity, gzip', gzipSync(picture)],
  ];
  const sent = (coding: string, bytes: Buffer, truncated = bytes.byteLength) => {
    const chunks = [bytes.subarray(0, 9), bytes.subarray(9, truncated)].map((chunk) => new Uint8Array(chunk));
    return streamed(chunks, { 'content-encoding': coding });
  };

  it.each(COMPRESSED)('in %s is decompressed', async (coding, bytes) => {
    expect(Buffer.from(await readBytes(bodyOf(sent(coding, bytes).request), picture.byteLength)).equals(picture)).toBe(true);
  });

  it('of JSON is read', async () => {
    expect(await readJson(bodyOf(sent('gzip', gzipSync('{"alt":"Ada"}')).request))).toEqual({ alt: 'Ada' });
  });

  it.each(COMPRESSED)('in %s is limited by its decompressed size', async (coding, bytes) => {
    const tooLarge = { code: 'file_too_large', details: { limitBytes: picture.byteLength - 1 } };
    await expect(readBytes(bodyOf(sent(coding, bytes).request), picture.byteLength - 1)).rejects.toMatchObject(tooLarge);
  });

  it('of fifty megabytes of zeros stops at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 1 });
    const { request } = sent('gzip', bomb);
    const bodyBudget = createBodyBudget(1_000_000);
    await expect(readBytes(bodyOf(request, bodyBudget.open('ada')), 1_000_000)).rejects.toMatchObject({ code: 'file_too_large' });
  });

  it('counts against the body budget with its decompressed size', async () => {
    const { request } = sent('gzip', gzipSync(Buffer.alloc(3000)));
    const bodyBudget = createBodyBudget(1000, 4000);
    await expect(readBytes(bodyOf(request, bodyBudget.open('ada')), 3000)).rejects.toMatchObject({ code: 'busy' });
  });

  it('of zero bytes is an empty body', async () => {
    expect(await readBytes(bodyOf(streamed([], { 'content-encoding': 'gzip' }).request), 100)).toHaveLength(0);
  });

  it.each(['gzip', 'deflate', 'br'])('in %s that is malformed or truncated is refused as such', async (coding) => {
    await expect(readBytes(bodyOf(sent(coding, Buffer.from('\x08no such data at all')).request), 9999)).rejects.toMatchObject({
      code: 'malformed_body',
    });
    const [, bytes = picture] = COMPRESSED.find(([name]) => name === coding) ?? [];
    const truncated = sent(coding, bytes, bytes.byteLength - 4);
    await expect(readBytes(bodyOf(truncated.request), 9999)).rejects.toMatchObject({ code: 'truncated_body' });
  });

  it('whose connection closes is truncated', async () => {
    const { request } = streamed([new Uint8Array(gzipSync(picture).subarray(0, 20)), new Error('aborted')], { 'content-encoding': 'gzip' });
    await expect(readBytes(bodyOf(request), 9999)).rejects.toMatchObject({ code: 'truncated_body' });
  });

  it.each(['zstd', 'compress', 'gzip, gzip', 'aes128gcm'])('in %s is refused before it is read', async (coding) => {
    const { request, pulled } = sent(coding, picture);
    await expect(readBytes(bodyOf(request), 9999)).rejects.toMatchObject({
      code: 'unsupported_encoding',
      message: expect.stringContaining(coding),
    });
    expect(pulled.bytes).toBe(0);
  });
});
