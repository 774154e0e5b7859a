import { describe, expect, it } from 'vitest';
import { createEvents } from '@/lib/events/events';
import { createTrust } from '@/lib/events/trust';
import { readEvents } from '@/testing/event-stream';
import { MAX_STREAMS, MAX_STREAMS_PER_PERSON } from '../limits';
import { SlowReaderError } from './event-stream';
import { createEventStreams, type Follower } from './event-streams';

function world({ isTrusted = true, heartbeatMs = 60_000, pollMs = undefined as number | undefined } = {}) {
  const reported: unknown[] = [];
  const events = createEvents((error) => reported.push(error));
  const trust = createTrust(isTrusted);
  const streams = createEventStreams({ events, trust, report: (error) => reported.push(error), heartbeatMs, pollMs });
  const follow = async (follower: Partial<Follower> = {}) =>
    readEvents(
      new Response(
        await streams.open({
          userId: 1,
          lastVersion: undefined,
          check: async () => 1,
          render: (type, version) => ({ type, version }),
          ...follower,
        }),
      ),
    );
  const change = (version: number, userId = 1) => events.publish({ type: 'picture-changed', userId, version, at: new Date() });
  return { streams, trust, follow, change, reported };
}

describe('a change is told', () => {
  it('once, if it is heard twice', async () => {
    const { follow, change } = world();
    const events = await follow();
    expect(await events.event()).toEqual({ type: 'connected', version: 1 });
    for (const version of [2, 2, 3, 2]) change(version);
    expect([await events.event(), await events.event()]).toEqual([
      { type: 'picture-changed', version: 2 },
      { type: 'picture-changed', version: 3 },
    ]);
    change(4);
    expect(await events.event()).toEqual({ type: 'picture-changed', version: 4 });
  });

  it('if it is committed while the stream opens', async () => {
    const { follow, change } = world();
    const events = await follow({
      async check() {
        change(2);
        return 1;
      },
    });
    expect(await events.event()).toEqual({ type: 'connected', version: 2 });
  });

  it('when the changes of other processes are heard again, and meanwhile at heartbeats', async () => {
    let version = 1;
    const { follow, trust } = world({ isTrusted: false });
    const events = await follow({ check: async () => version });
    expect(await events.event()).toEqual({ type: 'connected', version: 1 });
    version = 2;
    trust.set(true);
    expect(await events.event()).toEqual({ type: 'picture-changed', version: 2 });

    const beating = world({ isTrusted: false, heartbeatMs: 5 });
    const other = await beating.follow({ check: async () => version });
    expect(await other.event()).toEqual({ type: 'connected', version: 2 });
    version = 3;
    expect(await other.event()).toEqual({ type: 'picture-changed', version: 3 });
    await other.cancel();
  });
});

describe('a stream of a function', () => {
  it('tells the version and ends, and the client returns half a minute later', async () => {
    const { follow, change } = world({ isTrusted: false, pollMs: 30_000 });
    const events = await follow();
    expect([await events.next(), await events.event(), await events.next()]).toEqual([
      'retry:30000',
      { type: 'connected', version: 1 },
      null,
    ]);
    change(2);
    const later = await follow({ lastVersion: 1, check: async () => 2 });
    expect([await later.event(), await later.event()]).toEqual([{ type: 'picture-changed', version: 2 }, null]);
  });
});

describe('open streams are bounded:', () => {
  it('another one of a person ends the oldest, which returns a minute later', async () => {
    const { follow, change } = world();
    const all = [];
    for (let index = 0; index <= MAX_STREAMS_PER_PERSON; index += 1) all.push(await follow());
    const [oldest, second, ...rest] = all;
    expect(await oldest?.event()).toEqual({ type: 'connected', version: 1 });
    expect([await oldest?.next(), await oldest?.next()]).toEqual(['retry:60000', null]);
    change(2);
    for (const events of [second, ...rest]) {
      expect(await events?.event()).toEqual({ type: 'connected', version: 1 });
      expect(await events?.event()).toEqual({ type: 'picture-changed', version: 2 });
    }
  });

  it('the process refuses more than it can serve, until one ends', async () => {
    const { follow } = world();
    const first = await follow({ userId: 0 });
    for (let userId = 1; userId < MAX_STREAMS; userId += 1) await follow({ userId });
    await expect(follow({ userId: MAX_STREAMS })).rejects.toMatchObject({ code: 'busy', details: { retryAfterSeconds: 10 } });
    await first.cancel();
    expect(await (await follow({ userId: MAX_STREAMS })).event()).toEqual({ type: 'connected', version: 1 });
  });

  it('a client that does not read is dropped', async () => {
    const { streams, change } = world();
    const follower = { userId: 1, lastVersion: undefined, check: async () => 1, render: () => ({ text: 'x'.repeat(1000) }) };
    const reader = (await streams.open(follower)).getReader();
    for (let version = 2; version < 20; version += 1) change(version);
    await expect(reader.read()).rejects.toBeInstanceOf(SlowReaderError);
  });

  it('one that is refused leaves no stream open', async () => {
    const { follow, streams } = world();
    await expect(follow({ check: async () => null })).rejects.toMatchObject({ code: 'not_authenticated' });
    await expect(follow({ check: () => Promise.reject(new Error('No')) })).rejects.toThrow('No');
    const all = [];
    for (let index = 0; index < MAX_STREAMS_PER_PERSON; index += 1) all.push(await follow());
    streams.close();
    for (const events of all) expect([await events.event(), await events.event()]).toEqual([{ type: 'connected', version: 1 }, null]);
  });
});

it('a server that stops ends its streams, and opens no others', async () => {
  const { follow, streams } = world();
  const events = await follow();
  streams.close();
  expect([await events.event(), await events.event()]).toEqual([{ type: 'connected', version: 1 }, null]);
  await expect(follow()).rejects.toMatchObject({ code: 'busy' });
});

it('an unexpected error of a check is reported, and the stream goes on', async () => {
  let isBroken = false;
  const { follow, trust, change, reported } = world({ isTrusted: false });
  const events = await follow({
    async check() {
      if (isBroken) throw new Error('A bug');
      return 1;
    },
  });
  isBroken = true;
  trust.set(true);
  await expect.poll(() => reported).toEqual([new Error('A bug')]);
  change(2);
  expect([await events.event(), await events.event()]).toEqual([
    { type: 'connected', version: 1 },
    { type: 'picture-changed', version: 2 },
  ]);
});
