import { expect, it } from 'vitest';
import { insuredCounters, memoryCounters, rememberRefusals } from './counters';
import { countersContract } from './counters.contract';
import type { Counters } from './rate-limit-ports';

countersContract('memory', async () => {
  const known = new Map<string, ReturnType<Counters>>();
  const memory = memoryCounters();
  const counters: Counters = (name, window) => {
    const counter = known.get(name) ?? memory(name, window);
    known.set(name, counter);
    return counter;
  };
  return { processes: [counters, counters], close: async () => {} };
});

const WINDOW = { points: 3, seconds: 60 };

/** A store that fails while `fails` is set, with the log. */
function breakable() {
  const store = { fails: false, asked: 0, time: 0 };
  const logged: string[] = [];
  const log = { error: (_: object, message: string) => logged.push(message), info: (_: object, message: string) => logged.push(message) };
  const memory = memoryCounters();
  const shared: Counters = (name, window) => {
    const counter = memory(name, window);
    const ask = () => {
      store.asked += 1;
      if (store.fails) throw new Error('The store is gone');
    };
    return {
      async add(key) {
        ask();
        return counter.add(key);
      },
      async takeBack(key) {
        ask();
        return counter.takeBack(key);
      },
    };
  };
  return { store, logged, counter: insuredCounters(shared, memoryCounters(), log, () => store.time)('user', WINDOW) };
}

it('a store that fails is replaced by memory until it answers again, which is logged once each', async () => {
  const { store, logged, counter } = breakable();
  const counts: number[] = [];
  const add = async () => counts.push((await counter.add('ada')).count);
  await add();
  store.fails = true;
  for (let times = 0; times < 3; times += 1) await add();
  await counter.takeBack('ada');
  store.time += 1_000;
  await add();
  store.fails = false;
  store.time += 1_000;
  await add();
  expect(counts).toEqual([1, 1, 2, 3, 3, 2]);
  expect(logged).toEqual([
    'The store of rate limits does not answer: until it does, this process counts alone',
    'Rate limits are shared with other processes again',
  ]);
});

it('a store that fails is asked once a second, since it may hang', async () => {
  const { store, counter } = breakable();
  store.fails = true;
  for (let times = 0; times < 50; times += 1) await counter.add('ada');
  expect(store.asked).toBe(1);
  store.time += 1_000;
  for (let times = 0; times < 50; times += 1) await counter.add('ada');
  expect(store.asked).toBe(2);
});

it('a flood of refused requests asks the store once a second, and no longer after a refund or the end of the window', async () => {
  const asked: string[] = [];
  const memory = memoryCounters();
  const shared: Counters = (name, window) => {
    const { add, takeBack } = memory(name, window);
    return {
      async add(key) {
        asked.push(key);
        return { ...(await add(key)), msBeforeNext: 5_000 };
      },
      takeBack,
    };
  };
  let time = 0;
  const counter = rememberRefusals(shared, () => time)('user', WINDOW);
  const add = async (times: number) => {
    let last = await counter.add('ada');
    for (let done = 1; done < times; done += 1) last = await counter.add('ada');
    return last;
  };
  expect(await add(3)).toEqual({ count: 3, msBeforeNext: 5_000 });
  await add(50);
  time = 999;
  expect([await add(50), asked.length]).toEqual([{ count: 4, msBeforeNext: 4_001 }, 4]);
  time = 1_000;
  expect([await add(50), asked.length]).toEqual([{ count: 5, msBeforeNext: 5_000 }, 5]);
  await counter.takeBack('ada');
  await counter.takeBack('ada');
  await counter.takeBack('ada');
  expect([(await add(1)).count, asked.length]).toEqual([3, 6]);
});
