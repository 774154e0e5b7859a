import { expect, it } from 'vitest';
import { createTrust } from './trust';

it('tells its listeners about each change, and about nothing else', () => {
  const trust = createTrust(false);
  const heard: boolean[] = [];
  const unsubscribe = trust.onChange((isTrusted) => heard.push(isTrusted));
  for (const isTrusted of [false, true, true, false, true]) trust.set(isTrusted);
  expect([heard, trust.isTrusted]).toEqual([[true, false, true], true]);
  unsubscribe();
  trust.set(false);
  expect([heard.length, trust.isTrusted]).toEqual([3, false]);
});
