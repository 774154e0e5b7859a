import { describe, expect, it, vi } from 'vitest';
import { decodeHeader } from '@/lib/imaging/decode/header';
import type { PaddedPixels } from '@/lib/imaging/types';
import { heic } from '@/testing/heic';
import { photo } from '@/testing/pictures';
import { createDecodeQueue } from './decode-queue';
import { type Cost, createSemaphore } from './semaphore';

const PIXELS: PaddedPixels = { data: Buffer.alloc(120 * 80 * 3, 90), width: 120, height: 80, channels: 3, padding: 0 };

/** A queue of one task for each decoder, and a HEIC decoder that records its calls. */
function setUp(decode = async () => PIXELS) {
  const events: string[] = [];
  const decoder = async () => {
    events.push('decode');
    const pixels = await decode();
    events.push('decoded');
    return pixels;
  };
  return { events, decodeQueue: createDecodeQueue(createSemaphore({ tasks: 1 }), decoder) };
}

function held() {
  let go = () => {};
  const until = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { until, go };
}

describe('a HEIC in the decode queue', () => {
  it('is decoded beside a JPEG that fills the semaphore, and does not delay JPEGs', async () => {
    const { until, go } = held();
    const { decodeQueue, events } = setUp(() => until.then(() => PIXELS));
    const slow = decodeQueue.run(await decodeHeader(heic('landscape')), async () => void events.push('rendered'));
    await expect.poll(() => events).toEqual(['decode']);
    await decodeQueue.run(await decodeHeader(await photo()), async () => void events.push('jpeg'));
    expect(events).toEqual(['decode', 'jpeg']);
    go();
    await slow;
    expect(events).toEqual(['decode', 'jpeg', 'decoded', 'rendered']);
  });

  it('is decoded only after the one ahead has finished, so that the pixels of only one are in memory', async () => {
    const { decodeQueue, events } = setUp();
    const { until, go } = held();
    const source = await decodeHeader(heic('landscape'));
    const first = decodeQueue.run(source, async () => {
      await until;
      events.push('first');
    });
    const second = decodeQueue.run(source, async () => void events.push('second'));
    await expect.poll(() => events).toEqual(['decode', 'decoded']);
    go();
    await Promise.all([first, second]);
    expect(events).toEqual(['decode', 'decoded', 'first', 'decode', 'decoded', 'second']);
  });

  it('of 48 million pixels is refused as busy when two are ahead', async () => {
    const { until, go } = held();
    const { decodeQueue, events } = setUp();
    const source = { ...(await decodeHeader(heic('landscape'))), width: 8064, height: 6048 };
    const ahead = [1, 2].map(() => decodeQueue.run(source, () => until));
    const refused = { code: 'busy', details: { retryAfterSeconds: 13 } };
    for (let nth = 3; nth <= 9; nth += 1) await expect(decodeQueue.run(source, async () => {})).rejects.toMatchObject(refused);
    go();
    await Promise.all(ahead);
    expect(events.filter((event) => event === 'decode')).toHaveLength(2);
  });

  it('releases its slot when its decoder fails', async () => {
    let works = false;
    const { decodeQueue } = setUp(async () => {
      if (!works) throw new Error('no');
      return PIXELS;
    });
    const source = await decodeHeader(heic('landscape'));
    await expect(decodeQueue.run(source, async () => {})).rejects.toThrow('no');
    works = true;
    expect(await decodeQueue.run(source, async () => 'done')).toBe('done');
  });

  it('is refused without a decoder', async () => {
    const decodeQueue = createDecodeQueue(createSemaphore({ tasks: 1 }), null);
    await expect(decodeQueue.run(await decodeHeader(heic('landscape')), async () => {})).rejects.toMatchObject({
      code: 'heic_unsupported',
    });
  });
});

describe('a JPEG without an EOI marker in the decode queue', () => {
  const recordingQueue = (costs: Cost[]) => {
    const semaphore = createSemaphore({ tasks: 1 });
    return createDecodeQueue(
      {
        ...semaphore,
        run: (cost, task) => {
          costs.push(cost);
          return semaphore.run(cost, task);
        },
      },
      null,
    );
  };

  it('has a cost proportional to its number of decodings', async () => {
    const costs: Cost[] = [];
    const decodeQueue = recordingQueue(costs);
    const whole = await photo();
    const open = whole.subarray(0, -2);
    const files = [whole, Buffer.concat([whole, Buffer.alloc(9)]), open, Buffer.concat([open, Buffer.alloc(9)]), whole.subarray(0, -1)];
    for (const bytes of files) await decodeQueue.run(await decodeHeader(bytes), async () => {});
    const [usual = 0] = costs.map(({ seconds }) => seconds);
    expect(costs.map(({ seconds }) => Math.round(seconds / usual))).toEqual([1, 1, 4, 7, 7]);
  });

  it('has one deadline for all its decodings', async () => {
    const source = await decodeHeader((await photo()).subarray(0, -2));
    const decodeQueue = createDecodeQueue({ ...createSemaphore({ tasks: 1 }), run: (_cost, task) => task() }, null);
    // A clock that advances with every read; decoding reads it.
    let reads = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => {
      reads += 1;
      return reads;
    });
    try {
      await decodeQueue.run(source, async (_bytes, deadline) => {
        expect(deadline.seconds).toBe(20);
        expect(deadline.endsAt - 20_000).toBeLessThan(reads);
      });
    } finally {
      now.mockRestore();
    }
  });
});
