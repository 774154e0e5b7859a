import { describe, expect, it } from 'vitest';
import { BOUNDARY, bodyless, bodyOf, fieldPart, filePart, form, part, streamed } from '@/testing/requests';
import { MAX_BOUNDARY_PADDING, MAX_JSON_BYTES, MAX_MULTIPART_PARTS, MULTIPART_OVERHEAD_BYTES } from '../limits';
import { isMultipart, readMultipart, textField } from './multipart';

const LIMIT = 100_000;
/** Every value of a byte, repeated. */
const PATTERN = new Uint8Array(256).map((_, at) => at * 31);
const bytes = (length: number) => new Uint8Array(Buffer.alloc(length, PATTERN));
const read = (...given: Parameters<typeof form>) => readMultipart(bodyOf(form(...given).request), LIMIT);

describe('a form', () => {
  it('is recognized by its content type', () => {
    expect(isMultipart(bodyOf(bodyless({ 'content-type': 'multipart/form-data; boundary=x' })))).toBe(true);
    expect(isMultipart(bodyOf(bodyless({ 'content-type': 'Multipart/Form-Data' })))).toBe(true);
    for (const type of ['application/octet-stream', 'image/png', 'multipart/form-database', 'multipart/mixed; boundary=x']) {
      expect(isMultipart(bodyOf(bodyless({ 'content-type': type })))).toBe(false);
    }
    expect(isMultipart(bodyOf(bodyless()))).toBe(false);
  });

  it.each([1, 7, 65_536])('has its files and fields, in chunks of %i bytes', async (chunk) => {
    const content = Buffer.from('\r\n--a-bound\0\r\n--a-boundar\r\n');
    const { files, fields } = await read([fieldPart('alt', 'Ada'), filePart('image', 'me.png', content), fieldPart('crop', '{"x":1}')], {
      chunk,
    });
    expect(files).toEqual([{ field: 'image', fileName: 'me.png', type: 'image/png', bytes: new Uint8Array(content) }]);
    expect(Buffer.isBuffer(files[0]?.bytes)).toBe(false);
    expect([...fields]).toEqual([
      ['alt', 'Ada'],
      ['crop', '{"x":1}'],
    ]);
  });

  it('keeps non-ASCII characters in names and values', async () => {
    const { files, fields } = await read([filePart('image', 'Zoë 写真 🐎.png', 'x'), fieldPart('alt', 'Zoë 写真 🐎')]);
    expect(files[0]?.fileName).toBe('Zoë 写真 🐎.png');
    expect(fields.get('alt')).toBe('Zoë 写真 🐎');
  });

  it('reads the encoded file names of RFC 5987', async () => {
    const header = `Content-Disposition: form-data; name="image"; filename*=UTF-8''Zo%C3%AB.png`;
    expect((await read([part(header, 'x')])).files).toMatchObject([{ field: 'image', fileName: 'Zoë.png' }]);
  });

  it('treats a part as a file if it has a file name', async () => {
    const octets = part('Content-Disposition: form-data; name="avatar"\r\nContent-Type: application/octet-stream', 'value');
    const picture = part('Content-Disposition: form-data; name="picture"\r\nContent-Type: image/png', 'value');
    const bare = part('Content-Disposition: form-data; name="image"; filename="x"', 'content');
    const { files, fields } = await read([octets, picture, bare]);
    expect(files.map(({ field }) => field)).toEqual(['image']);
    expect([...fields.keys()]).toEqual(['avatar', 'picture']);
  });

  it('has several files under one name, empty ones too, and the last of several values', async () => {
    const { files, fields } = await read([filePart('a', '1', 'one'), filePart('a', '2', ''), fieldPart('b', 'x'), fieldPart('b', 'y')]);
    expect(files.map(({ field, bytes: { byteLength } }) => [field, byteLength])).toEqual([
      ['a', 3],
      ['a', 0],
    ]);
    expect([...fields]).toEqual([['b', 'y']]);
  });

  it.each([
    ['me%22quoted%22.png', 'me"quoted".png'],
    ['two%0Alines%0D.png', 'two\nlines\r.png'],
    ['100%25.png', '100%25.png'],
    ['C:\\\\pictures\\\\me.png', 'me.png'],
    ['/home/ada/me.png', 'me.png'],
    ['a \\"quoted\\" name.png', 'a "quoted" name.png'],
  ])('decodes the file name %s as browsers and tools escape it', async (sent, name) => {
    expect((await read([filePart('image', sent, 'x')])).files).toMatchObject([{ field: 'image', fileName: name }]);
  });

  it('has a file name that is not quoted, or whose quote is not closed', async () => {
    const parts = ['filename=me.png', 'filename="me.png'].map((name) => part(`Content-Disposition: form-data; name=image; ${name}`, 'x'));
    expect((await read(parts)).files.map(({ field, fileName }) => [field, fileName])).toEqual([
      ['image', 'me.png'],
      ['image', 'me.png'],
    ]);
  });

  it('has the text of a field sent as a Blob, and prefers a value of the same name', async () => {
    const form = await read([filePart('alt', 'blob', 'Zoë'), filePart('crop', 'blob', '{}'), fieldPart('crop', '{"x":1}')]);
    expect([textField(form, 'alt'), textField(form, 'crop'), textField(form, 'background')]).toEqual(['Zoë', '{"x":1}', undefined]);
  });

  it('refuses a text field sent as a Blob above the limit of text fields', async () => {
    const form = await read([filePart('alt', 'blob', 'x'.repeat(MAX_JSON_BYTES + 1))]);
    expect(() => textField(form, 'alt')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it.each([' ', '\t \t', ' '.repeat(MAX_BOUNDARY_PADDING)])('accepts white space after its boundaries', async (padding) => {
    const padded = (bytes: Uint8Array) =>
      Buffer.from(
        Buffer.from(bytes)
          .toString('latin1')
          .replace(BOUNDARY, BOUNDARY + padding),
        'latin1',
      );
    const parts = [padded(filePart('image', 'me.png', 'x')), padded(fieldPart('alt', 'Ada')), Buffer.from(`--${BOUNDARY}--${padding}\r\n`)];
    const { files, fields } = await read(parts, { end: false });
    expect([files.length, fields.get('alt')]).toEqual([1, 'Ada']);
  });

  it('skips a preamble and an epilogue', async () => {
    const parts = [Buffer.from('For old mail readers.\r\n'), fieldPart('alt', 'Ada'), Buffer.from(`--${BOUNDARY}--\r\n--${BOUNDARY}\r\nx`)];
    expect([...(await read(parts, { end: false })).fields]).toEqual([['alt', 'Ada']]);
  });

  it('keeps lines that only begin like a boundary', async () => {
    const content = `\r\n--${BOUNDARY}-longer\r\n--${BOUNDARY} x\r\n`;
    expect((await read([filePart('image', 'x', content)])).files[0]?.bytes).toEqual(new Uint8Array(Buffer.from(content)));
  });

  it('has parts without content, with and without the line break before their boundary', async () => {
    const bare = Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n`);
    const { fields } = await read([bare, fieldPart('b', ''), fieldPart('c', 'x')]);
    expect([...fields]).toEqual([
      ['a', ''],
      ['b', ''],
      ['c', 'x'],
    ]);
  });

  const ZEROS = Buffer.alloc(40_000);
  it.each([
    ['no Content-Disposition', part('X-A: b', ZEROS)],
    ['no headers', part('', ZEROS).subarray(0)],
    ['a Content-Disposition that is not form-data', part('Content-Disposition: attachment; name="a"; filename="b"', ZEROS)],
    ['no field name', part('Content-Disposition: form-data; filename="b"', ZEROS)],
  ])('skips a part with %s of any length, and has the others', async (_name, skipped) => {
    const { files, fields } = await read([fieldPart('a', '1'), skipped, filePart('image', 'me.png', 'x')]);
    expect([[...fields], files.map(({ field }) => field)]).toEqual([[['a', '1']], ['image']]);
  });

  it('has a file whose name contains a line break', async () => {
    const header = 'Content-Disposition: form-data; name="image"; filename="two\nlines.png"';
    expect((await read([part(header, ZEROS)])).files).toMatchObject([{ field: 'image', fileName: 'two\nlines.png' }]);
  });

  it('accepts a field name as long as a path', async () => {
    const field = `/home/ada/${'pictures/'.repeat(100)}me.png`;
    expect((await read([filePart(field, 'me.png', 'x')])).files[0]?.field).toBe(field);
  });
});

describe('a form is limited', () => {
  it('to exactly the size of one file, and not a byte more', async () => {
    const { files } = await read([filePart('image', 'x', bytes(LIMIT))]);
    expect(Buffer.from(files[0]?.bytes ?? []).equals(Buffer.from(bytes(LIMIT)))).toBe(true);
    const tooLarge = { code: 'file_too_large', details: { limitBytes: LIMIT } };
    await expect(read([filePart('image', 'x', bytes(LIMIT + 1))])).rejects.toMatchObject(tooLarge);
  });

  it('but read past files that are too large, without keeping them, if files are counted first', async () => {
    const parts = [filePart('a', 'x', bytes(LIMIT + 1)), filePart('b', 'y', bytes(LIMIT)), filePart('', '', bytes(3 * LIMIT))];
    const { files } = await readMultipart(bodyOf(form(parts).request), LIMIT, { countPastLarge: 10 * LIMIT });
    const seen = files.map(({ field, tooLarge, bytes: { byteLength } }) => [field, tooLarge ?? false, byteLength]);
    expect(seen).toEqual([
      ['a', true, 0],
      ['b', false, LIMIT],
      ['', true, 0],
    ]);
    const { request, pulled } = form([filePart('a', 'x', bytes(10_000_000))], { chunk: 10_000 });
    await expect(readMultipart(bodyOf(request), LIMIT, { countPastLarge: 10 * LIMIT })).rejects.toMatchObject({
      code: 'file_too_large',
      details: { limitBytes: LIMIT },
    });
    expect(pulled.bytes).toBeLessThanOrEqual(10 * LIMIT + 20_000);
  });

  it('by its announced length, before anything is read', async () => {
    const { request, pulled } = streamed([bytes(10)], {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': String(LIMIT + MULTIPART_OVERHEAD_BYTES + 1),
    });
    await expect(readMultipart(bodyOf(request), LIMIT)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(pulled.bytes).toBe(0);
  });

  it('and reading stops at the limit: of ten million bytes hardly more is read', async () => {
    const { request, pulled } = form([filePart('image', 'x', bytes(10_000_000))], { chunk: 10_000 });
    await expect(readMultipart(bodyOf(request), LIMIT)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(pulled.bytes).toBeLessThanOrEqual(LIMIT + MULTIPART_OVERHEAD_BYTES + 10_000);
  });

  it('in the size of all files together', async () => {
    const parts = [1, 2, 3].map((at) => filePart(`file${at}`, 'x', bytes(LIMIT - 1)));
    const { request, pulled } = form(parts, { chunk: 10_000 });
    await expect(readMultipart(bodyOf(request), LIMIT)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(pulled.bytes).toBeLessThanOrEqual(LIMIT + MULTIPART_OVERHEAD_BYTES + 10_000);
  });

  it('in the size of headers and fields, however few', async () => {
    const beside = MULTIPART_OVERHEAD_BYTES - 1000;
    const long = (length: number) =>
      part(`Content-Disposition: form-data; name="image"; filename="x"\r\nX-Long: ${'x'.repeat(length)}`, 'x');
    expect((await read([long(beside), filePart('more', 'y', bytes(LIMIT / 2))])).files).toHaveLength(2);
    const refused = { code: 'malformed_body', message: expect.stringContaining('Form fields and part headers too large') };
    await expect(read([long(beside + 1000)])).rejects.toMatchObject(refused);
    await expect(read([fieldPart('alt', 'x'.repeat(40_000)), fieldPart('crop', 'x'.repeat(40_000))])).rejects.toMatchObject(refused);
  });

  it('in the number of its parts', async () => {
    const parts = Array.from({ length: MAX_MULTIPART_PARTS }, (_, at) =>
      at % 2 ? fieldPart(`f${at}`, 'x') : filePart(`f${at}`, 'x', 'x'),
    );
    const { files, fields } = await read(parts);
    expect(files.length + fields.size).toBe(MAX_MULTIPART_PARTS);
    const refused = { code: 'malformed_body', message: `Too many form parts: expected at most ${MAX_MULTIPART_PARTS}.` };
    await expect(read([...parts, fieldPart('last', 'x')])).rejects.toMatchObject(refused);
    await expect(read([...parts, filePart('last', 'x', 'x')])).rejects.toMatchObject(refused);
  });
});

describe('a broken form', () => {
  it.each([
    ['has no boundary', [fieldPart('a', 'b')], { type: 'multipart/form-data' }, 'malformed_body'],
    ['has no end', [filePart('image', 'x', bytes(5000))], { end: false }, 'truncated_body'],
    ['ends in the middle of a file', [filePart('image', 'x', bytes(5000)).subarray(0, 3000)], { end: false }, 'truncated_body'],
    ['ends in the headers of a part', [filePart('image', 'x', 'y').subarray(0, 40)], { end: false }, 'truncated_body'],
    ['has another boundary than it says', [filePart('image', 'x', 'y')], { type: 'multipart/form-data; boundary=other' }, 'truncated_body'],
    ['is empty', [], { end: false }, 'truncated_body'],
    ['has a boundary before the end of a part’s headers', [Buffer.from(`--${BOUNDARY}\r\nA: b\r\n`)], {}, 'malformed_body'],
    ['has a boundary right after a boundary', [Buffer.from(`--${BOUNDARY}\r\n`)], {}, 'malformed_body'],
    ['has endless white space after a boundary', [Buffer.from(`--${BOUNDARY}${' '.repeat(9000)}`)], { end: false }, 'malformed_body'],
    ['has headers of a part without end', [Buffer.from(`--${BOUNDARY}\r\n`), bytes(80_000)], { end: false }, 'malformed_body'],
  ] as const)('is refused when it %s', async (_name, parts, options, code) => {
    await expect(read([...parts], options)).rejects.toMatchObject({ code });
  });

  it('is refused if the connection closes or the body is shorter than announced', async () => {
    const start = filePart('image', 'x', bytes(5000));
    const type = { 'content-type': 'multipart/form-data; boundary=a-boundary' };
    const broken = streamed([new Uint8Array(start), new Error('aborted')], type);
    await expect(readMultipart(bodyOf(broken.request), LIMIT)).rejects.toMatchObject({ code: 'truncated_body' });
    const short = streamed([new Uint8Array(start)], { ...type, 'content-length': '9000' });
    await expect(readMultipart(bodyOf(short.request), LIMIT)).rejects.toMatchObject({ code: 'truncated_body' });
  });

  it('without any parts has no files', async () => {
    expect((await read([])).files).toEqual([]);
  });
});
