import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Authenticator } from '@/lib/accounts/ports';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import { generatedInputs } from '@/testing/effort';
import { SERVICES, streamed } from '@/testing/requests';
import { defineEndpoint } from '../endpoint';
import { BODY_BUDGET_SHARE, MAX_MULTIPART_PARTS, MULTIPART_OVERHEAD_BYTES } from '../limits';
import { nativeErrors } from '../problem';
import { serve } from '../serve';
import { createBodyBudget } from './body-budget';
import { type Multipart, readMultipart } from './multipart';

/** Number of forms for each property. Set `FUZZ_INPUTS=100000` for more. */
const FORMS = Number(process.env.FUZZ_INPUTS ?? generatedInputs(5000));

const LIMIT_BYTES = 40_000;
const CAPACITY_BYTES = 4 * (LIMIT_BYTES + MULTIPART_OVERHEAD_BYTES);
const BOUNDARY = 'B';

/** Runs an endpoint under `serve` that responds with the form that it read. */
const endpoint = defineEndpoint({
  access: 'anyone',
  credentials: () => ({ kind: 'none' }),
  limited: false,
  parse: (_request, { body }) => readMultipart(body, LIMIT_BYTES),
  core: (form) => form,
  present: ({ files, fields }) =>
    Response.json({ files: files.map(({ field, fileName, bytes }) => [field, fileName, bytes.byteLength]), fields: [...fields] }),
  errors: nativeErrors,
});

async function answerTo(chunks: readonly (Uint8Array | Error)[]) {
  const bodyBudget = createBodyBudget(LIMIT_BYTES + MULTIPART_OVERHEAD_BYTES, CAPACITY_BYTES);
  const { request } = streamed(chunks, { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` });
  const response = await serve(
    endpoint,
    request,
    {},
    {
      services: SERVICES,
      authenticator: { authenticate: async () => null } satisfies Authenticator,
      rateLimits: {} as RateLimits,
      bodyBudget,
      log: { debug: () => {}, info: () => {}, error: () => {} },
    },
  );
  // The whole share of anonymous clients is free again.
  const all = bodyBudget.open('strangers');
  all.add(CAPACITY_BYTES * BODY_BUDGET_SHARE);
  all.close();
  return { status: response.status, body: (await response.json()) as { code?: string; files?: unknown; fields?: unknown } };
}

type Part = { field: string; fileName?: string | undefined; content: Buffer; padding: string };

const name = fc.stringMatching(/^[a-z][a-z0-9 ]{0,7}$/);
const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom('\r\n', '\r\n--', '\r\n--B', '--B', '\r\n--BB\r\n', '\r\n\r\n', '\r', '-')
    .chain((text) => fc.nat(3).map((n) => Buffer.from(text.repeat(n)))),
  fc.integer({ min: 0, max: 20_000 }).map((length) => Buffer.alloc(length)),
);
const safe = content.filter((bytes) => !`\r\n${bytes.toString('latin1')}\r\n`.match(/\r\n--B(--|[ \t]*\r\n)/));
const part: fc.Arbitrary<Part> = fc.record({
  field: name,
  fileName: fc.option(name, { nil: undefined }),
  content: safe,
  padding: fc.stringMatching(/^[ \t]{0,5}$/),
});
const splits = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 12 });

function serialized(parts: readonly Part[]): Buffer {
  const pieces = parts.map(({ field, fileName, content, padding }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`;
    return Buffer.concat([
      Buffer.from(`--${BOUNDARY}${padding}\r\nContent-Disposition: form-data; name="${field}"${file}\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    ]);
  });
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** The body in chunks of these lengths, repeated. */
function chunked(body: Buffer, lengths: readonly number[]): Uint8Array[] {
  const chunks = [];
  for (let at = 0, turn = 0; at < body.byteLength; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    chunks.push(new Uint8Array(body.subarray(at, at + length)));
    at += length;
  }
  return chunks;
}

function expected(parts: readonly Part[]) {
  const files = parts
    .filter(({ fileName }) => fileName !== undefined)
    .map(({ field, fileName, content }) => [field, fileName, content.byteLength]);
  const fields: Multipart['fields'] = new Map();
  for (const { field, fileName, content } of parts) if (fileName === undefined) fields.set(field, content.toString('utf8'));
  return { files, fields: [...fields] };
}

const beside = (parts: readonly Part[], body: Buffer) =>
  body.byteLength - parts.reduce((sum, { fileName, content }) => sum + (fileName === undefined ? 0 : content.byteLength), 0);

describe('any form', () => {
  it('is parsed to its fields and files, regardless of chunks and padding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), splits, async (parts, lengths) => {
        const body = serialized(parts);
        fc.pre(beside(parts, body) <= MULTIPART_OVERHEAD_BYTES && body.byteLength <= LIMIT_BYTES);
        expect(await answerTo(chunked(body, lengths))).toEqual({ status: 200, body: expected(parts) });
      }),
      { numRuns: FORMS / 5, seed: 20_261_128 },
    );
  });

  /** Valid and invalid pieces of forms, in any order. */
  const piece = fc.oneof(
    {
      arbitrary: fc.constantFrom(
        '--B\r\n',
        '\r\n--B\r\n',
        '\r\n--B--\r\n',
        '\r\n--B \t\r\n',
        '--B--',
        '\r\n--B',
        '--',
        '\r\n',
        '\r\n\r\n',
        '\r',
        '\n',
      ),
      weight: 4,
    },
    {
      arbitrary: fc.constantFrom(
        'X-A: b',
        'Content-Disposition: attachment',
        'Content-Disposition: form-data; name="a"',
        ': ',
        'A',
        ' folded',
      ),
      weight: 3,
    },
    {
      arbitrary: fc.constantFrom('Content-Disposition: form-data; name="a"; filename="b\nc"', 'Content-Type: text/plain; charset=nonsense'),
      weight: 2,
    },
    { arbitrary: fc.integer({ min: 0, max: 70_000 }).map((length) => 'x'.repeat(length)), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes).toString('latin1')), weight: 1 },
    { arbitrary: fc.constant('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(MAX_MULTIPART_PARTS + 1)), weight: 1 },
  );
  const OUTCOMES = ['read', 'malformed_body', 'truncated_body', 'file_too_large'];

  it('gets a response and releases its share of memory, regardless of its content', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), splits, fc.boolean(), async (pieces, lengths, breaks) => {
        const chunks: (Uint8Array | Error)[] = chunked(Buffer.from(pieces.join(''), 'latin1'), lengths);
        if (breaks) chunks.push(new Error('The client left.'));
        const { status, body } = await answerTo(chunks);
        const outcome = status === 200 ? 'read' : String(body.code);
        expect(OUTCOMES).toContain(outcome);
        seen.add(outcome);
      }),
      { numRuns: FORMS, seed: 20_261_128 },
    );
    expect([...seen].sort()).toEqual([...OUTCOMES].sort());
  });
});
