import { expect, it } from 'vitest';
import { streamed } from '@/testing/requests';
import { countBody, readBytes } from './body';
import { createBodies } from './body-budget';

const busy = expect.objectContaining({ code: 'busy', details: { retryAfterSeconds: expect.any(Number) } });

it('counts what has come, over all requests, and refuses what would be too much', () => {
  const bodies = createBodies(100, 1000);
  const [one, two, three] = [bodies.open('one'), bodies.open('two'), bodies.open('three')];
  one.add(500);
  two.add(400);
  expect(() => three.add(101)).toThrow(busy);
  three.add(100);
  two.close();
  three.add(400);
});

it('gives everything back, once, however often an account is closed', () => {
  const bodies = createBodies(100, 1000);
  for (let round = 0; round < 50; round += 1) {
    const account = bodies.open('one');
    account.add(300);
    account.add(200);
    account.close();
    account.close();
  }
  const [one, two] = [bodies.open('one'), bodies.open('two')];
  one.add(500);
  two.add(500);
  expect(() => one.add(1)).toThrow(busy);
});

it('leaves room for others, whatever one person sends', () => {
  const bodies = createBodies(100, 1000);
  const hoard = Array.from({ length: 5 }, () => bodies.open('one'));
  for (const account of hoard) account.add(100);
  expect(() => bodies.open('one').add(1)).toThrow(busy);
  bodies.open('two').add(500);
});

it('does not begin a body that does not fit, and keeps no room for one that was only announced', () => {
  const bodies = createBodies(100, 1000);
  const first = bodies.open('one');
  first.add(0, 500);
  first.add(10, 500);
  const second = bodies.open('two');
  second.add(0, 500);
  second.add(495);
  expect(() => bodies.open('two').add(0, 6)).toThrow(busy);
});

it('takes the largest upload, however low its bound is', () => {
  const bodies = createBodies(5000, 1000);
  bodies.open('one').add(5000);
  bodies.open('two').add(5000);
});

it('a body in memory is counted as it is read, and the read ends where there is no more room', async () => {
  const bodies = createBodies(100, 10_000);
  const held = bodies.open('one');
  held.add(3000);
  const { request, pulled } = streamed(Array.from({ length: 100 }, () => new Uint8Array(1000)));
  const account = bodies.open('one');
  countBody(request, account);
  await expect(readBytes(request, 1e6)).rejects.toMatchObject({ code: 'busy' });
  expect(pulled.chunks).toBe(3);
  account.close();
  const announced = streamed([new Uint8Array(10)], { 'content-length': '2001' });
  countBody(announced.request, bodies.open('one'));
  await expect(readBytes(announced.request, 1e6)).rejects.toMatchObject({ code: 'busy' });
  expect(announced.pulled.chunks).toBe(0);
});
