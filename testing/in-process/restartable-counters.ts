import { memoryCounters } from '@/lib/accounts/counters';
import type { Counters, WindowCounter } from '@/lib/accounts/rate-limit-ports';

/** Counters in memory that a test can set to zero, as if their windows had ended. */
export function restartableCounters(): { create: Counters; restart(): void } {
  const restarts: (() => void)[] = [];
  const create: Counters = (name, window) => {
    const open = () => memoryCounters()(name, window);
    let counter: WindowCounter = open();
    restarts.push(() => {
      counter = open();
    });
    return { add: (key) => counter.add(key), takeBack: (key) => counter.takeBack(key) };
  };
  return {
    create,
    restart() {
      for (const restart of restarts) restart();
    },
  };
}
