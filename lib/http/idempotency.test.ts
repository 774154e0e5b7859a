import { describe, expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { newPerson } from '@/testing/records';
import { bodyless } from '@/testing/requests';
import { replayed } from './idempotency';

const records = sharedRecords();

const request = (key?: string, method = 'PUT', path = '/api/me/avatar') =>
  bodyless(key === undefined ? {} : { 'idempotency-key': key }, method, path);

/** A client, and the number of times its requests ran. */
async function client() {
  const { id } = await newPerson(records());
  const done = { times: 0 };
  const answer = async () => {
    done.times += 1;
    const headers = { ETag: '"a1v2"', 'X-Other': 'x', 'Cache-Control': 'no-store' };
    return Response.json({ time: done.times }, { status: 201, headers });
  };
  const send = (from: Request, command: unknown = { alt: 'Ada' }, run: () => Promise<Response> = answer) =>
    replayed({ request: from, userId: id, command, replies: records(), run });
  return { done, send, answer };
}

describe('a repeated request', () => {
  it('with the same key gets the stored response and does not run again', async () => {
    const { done, send } = await client();
    const first = await send(request('k'));
    const second = await send(request('k'));
    expect(done.times).toBe(1);
    expect(second.status).toBe(201);
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get('etag')).toBe('"a1v2"');
    expect(second.headers.get('content-type')).toBe('application/json');
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
  });

  it('without a key, or with another one, runs again', async () => {
    const { done, send } = await client();
    for (const key of [undefined, undefined, 'one', 'other']) await send(request(key));
    expect(done.times).toBe(4);
  });

  it('is refused while the first one is running', async () => {
    const { send, answer } = await client();
    let during: unknown;
    await send(request('k'), { alt: 'Ada' }, async () => {
      during = await send(request('k')).catch((error: unknown) => error);
      return answer();
    });
    expect(during).toMatchObject({ code: 'idempotency_in_progress' });
    expect((await send(request('k'))).headers.get('idempotency-replayed')).toBe('true');
  });

  it('runs again after a failure, so that the client can retry', async () => {
    const { done, send } = await client();
    const fails = () => Promise.reject(new Error('storage is full'));
    await expect(send(request('k'), { alt: 'Ada' }, fails)).rejects.toThrow('storage is full');
    expect((await send(request('k'))).headers.get('idempotency-replayed')).toBeNull();
    expect(done.times).toBe(1);
  });

  it('replays a response without a body', async () => {
    const { send } = await client();
    const nothing = async () => new Response(null, { status: 204 });
    await send(request('k'), null, nothing);
    const again = await send(request('k'), null, nothing);
    expect([again.status, again.body]).toEqual([204, null]);
  });
});

describe('the same key', () => {
  it('is refused for another request: another method, path, picture or field', async () => {
    const { done, send } = await client();
    const command = { alt: 'Ada', bytes: new Uint8Array([1, 2, 3]) };
    await send(request('k'), command);
    const others: [Request, unknown][] = [
      [request('k', 'PATCH'), command],
      [request('k', 'PUT', '/api/me/other'), command],
      [request('k'), { ...command, alt: 'Eve' }],
      [request('k'), { ...command, bytes: new Uint8Array([1, 2, 4]) }],
      [request('k'), null],
    ];
    for (const [other, changed] of others) await expect(send(other, changed)).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    expect((await send(request('k'), { ...command, bytes: new Uint8Array([1, 2, 3]) })).headers.get('idempotency-replayed')).toBe('true');
    expect(done.times).toBe(1);
  });

  it('of another person is independent', async () => {
    const [ada, eve] = [await client(), await client()];
    await ada.send(request('k'));
    await eve.send(request('k'), { alt: 'Eve' });
    expect([ada.done.times, eve.done.times]).toEqual([1, 1]);
  });

  it.each(['', 'x'.repeat(201)])('has 1 to 200 characters', async (key) => {
    const { done, send } = await client();
    await expect(send(request(key))).rejects.toMatchObject({ code: 'invalid_request' });
    expect(done.times).toBe(0);
    await send(request('x'.repeat(200)));
  });
});
