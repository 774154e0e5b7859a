import { expect, it } from 'vitest';
import { createBursts } from './bursts';

it('changes of the same kind belong together until a pause, or another kind', () => {
  let time = 0;
  const burst = createBursts(() => time);
  const first = burst('wheel');
  time = 600;
  expect(burst('wheel')).toBe(first);
  time = 1250;
  expect(burst('wheel')).toBe(first);
  time = 2000;
  const second = burst('wheel');
  expect(second).not.toBe(first);
  expect(burst('key')).not.toBe(second);
  expect(burst('wheel')).not.toBe(second);
});
