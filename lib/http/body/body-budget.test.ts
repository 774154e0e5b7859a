import { expect, it } from 'vitest';
import { bodyOf, streamed } from '@/testing/requests';
import { readBytes } from './body';
import { createBodyBudget } from './body-budget';

const busy = expect.objectContaining({ code: 'busy', details: { retryAfterSeconds: expect.any(Number) } });

it('counts what has come, over all requests, and refuses what would be too much', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  const [one, two, three] = [bodyBudget.open('one'), bodyBudget.open('two'), bodyBudget.open('three')];
  one.add(500);
  two.add(400);
  expect(() => three.add(101)).toThrow(busy);
  three.add(100);
  two.close();
  three.add(400);
});

it('gives everything back, once, however often an account is closed', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  for (let round = 0; round < 50; round += 1) {
    const account = bodyBudget.open('one');
    account.add(300);
    account.add(200);
    account.close();
    account.close();
  }
  const [one, two] = [bodyBudget.open('one'), bodyBudget.open('two')];
  one.add(500);
  two.add(500);
  expect(() => one.add(1)).toThrow(busy);
});

it('leaves room for others, whatever one person sends', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  const hoard = Array.from({ length: 5 }, () => bodyBudget.open('one'));
  for (const account of hoard) account.add(100);
  expect(() => bodyBudget.open('one').add(1)).toThrow(busy);
  bodyBudget.open('two').add(500);
});

it('does not begin a body that does not fit, and keeps no room for one that was only announced', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  const first = bodyBudget.open('one');
  first.add(0, 500);
  first.add(10, 500);
  const second = bodyBudget.open('two');
  second.add(0, 500);
  second.add(495);
  expect(() => bodyBudget.open('two').add(0, 6)).toThrow(busy);
});

it('takes the largest upload, however low its bound is', () => {
  const bodyBudget = createBodyBudget(5000, 1000);
  bodyBudget.open('one').add(5000);
  bodyBudget.open('two').add(5000);
});

it('a body in memory is counted as it is read, and the read ends where there is no more room', async () => {
  const bodyBudget = createBodyBudget(100, 10_000);
  const held = bodyBudget.open('one');
  held.add(3000);
  const { request, pulled } = streamed(Array.from({ length: 100 }, () => new Uint8Array(1000)));
  const account = bodyBudget.open('one');
  await expect(readBytes(bodyOf(request, account), 1e6)).rejects.toMatchObject({ code: 'busy' });
  expect(pulled.chunks).toBe(3);
  account.close();
  const announced = streamed([new Uint8Array(10)], { 'content-length': '2001' });
  await expect(readBytes(bodyOf(announced.request, bodyBudget.open('one')), 1e6)).rejects.toMatchObject({ code: 'busy' });
  expect(announced.pulled.chunks).toBe(0);
});
