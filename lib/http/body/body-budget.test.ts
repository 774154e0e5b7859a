import { expect, it } from 'vitest';
import { bodyOf, streamed } from '@/testing/requests';
import { readBytes } from './body';
import { createBodyBudget } from './body-budget';

const busy = expect.objectContaining({ code: 'busy', details: { retryAfterSeconds: expect.any(Number) } });

it('counts the received bytes of all requests, and refuses bytes beyond the capacity', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  const [one, two, three] = [bodyBudget.open('one'), bodyBudget.open('two'), bodyBudget.open('three')];
  one.add(500);
  two.add(400);
  expect(() => three.add(101)).toThrow(busy);
  three.add(100);
  two.close();
  three.add(400);
});

it('releases the bytes once, even if a reservation is closed repeatedly', () => {
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

it('limits the share of one person, so that others have room', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  const hoard = Array.from({ length: 5 }, () => bodyBudget.open('one'));
  for (const account of hoard) account.add(100);
  expect(() => bodyBudget.open('one').add(1)).toThrow(busy);
  bodyBudget.open('two').add(500);
});

it('refuses an announced body that does not fit, and reserves nothing for announced bytes', () => {
  const bodyBudget = createBodyBudget(100, 1000);
  const first = bodyBudget.open('one');
  first.add(0, 500);
  first.add(10, 500);
  const second = bodyBudget.open('two');
  second.add(0, 500);
  second.add(495);
  expect(() => bodyBudget.open('two').add(0, 6)).toThrow(busy);
});

it('accepts the largest upload even under a lower bound', () => {
  const bodyBudget = createBodyBudget(5000, 1000);
  bodyBudget.open('one').add(5000);
  bodyBudget.open('two').add(5000);
});

it('the bytes of a body are counted while it is read, and the read fails at the capacity', async () => {
  const bodyBudget = createBodyBudget(100, 60_000);
  const held = bodyBudget.open('one');
  held.add(18_000);
  const { request, pulled } = streamed(Array.from({ length: 100 }, () => new Uint8Array(6000)));
  const account = bodyBudget.open('one');
  await expect(readBytes(bodyOf(request, account), 1e6)).rejects.toMatchObject({ code: 'busy' });
  expect(pulled.chunks).toBe(3);
  account.close();
  const announced = streamed([new Uint8Array(10)], { 'content-length': '12001' });
  await expect(readBytes(bodyOf(announced.request, bodyBudget.open('one')), 1e6)).rejects.toMatchObject({ code: 'busy' });
  expect(announced.pulled.chunks).toBe(0);
});
