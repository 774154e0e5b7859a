import { setTimeout } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { collect } from '@/testing/collect';
import { concurrently } from './concurrent';

it('a failure while the next item is awaited ends the tasks, and is handled', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  async function* items() {
    yield 1;
    await setTimeout(20);
    yield 2;
  }
  const ended: number[] = [];
  const results = concurrently(items(), 2, async (item) => {
    if (item === 1) throw new Error('the disk is full');
    await setTimeout(20);
    ended.push(item);
  });
  try {
    await expect(collect(results)).rejects.toThrow('the disk is full');
    expect(ended).toEqual([2]);
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off('unhandledRejection', unhandled);
  }
});
