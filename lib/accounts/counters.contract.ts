import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex } from '@/testing/records';
import type { Counters } from './rate-limit-ports';

/** @param open returns the counters of two processes that share a store */
export function countersContract(name: string, open: () => Promise<{ processes: [Counters, Counters]; close(): Promise<void> }>): void {
  describe(`${name} counters`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    /** The same counter in both processes. */
    const both = (seconds = 600, of = hex()) => opened.processes.map((counters) => counters(of, { points: 3, seconds }));

    it('give each of many concurrent calls a count of its own', async () => {
      const counters = both();
      const calls = Array.from({ length: 40 }, (_, index) => counters[index % 2]?.add('ada'));
      const counts = (await Promise.all(calls)).map((counted) => counted?.count);
      expect(counts.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });

    it('keep the window of the first count', async () => {
      const [one, other] = both();
      const { msBeforeNext } = (await one?.add('ada')) ?? {};
      expect(msBeforeNext).toBeGreaterThan(590_000);
      expect((await other?.add('ada'))?.msBeforeNext).toBeLessThanOrEqual(msBeforeNext ?? 0);
    });

    it('begin again when the window has ended', async () => {
      const [one, other] = both(1);
      for (const counter of [one, other, one]) await counter?.add('ada');
      await expect.poll(async () => (await other?.add('ada'))?.count, { timeout: 10_000, interval: 300 }).toBe(1);
    });

    it('take a count back, and no more than there are', async () => {
      const [one, other] = both();
      await one?.add('ada');
      await one?.add('ada');
      await other?.takeBack('ada');
      expect((await one?.add('ada'))?.count).toBe(2);
      for (let times = 0; times < 5; times += 1) await other?.takeBack('ada');
      expect((await one?.add('ada'))?.count).toBe(1);
      await one?.takeBack('eve');
      expect((await other?.add('eve'))?.count).toBe(1);
    });

    it('of other names and keys are independent', async () => {
      const [[one], [another]] = [both(), both()];
      expect([await one?.add('ada'), await one?.add('eve'), await another?.add('ada')].map((counted) => counted?.count)).toEqual([1, 1, 1]);
    });
  });
}
