import { expect, it } from 'vitest';
import { fakeWeb, verdictOf } from '@/testing/in-process/web';
import { clockCheck } from './clock';

const NOW = Date.UTC(2026, 0, 8, 12);
const ADVICE = 'Switch time synchronization on, such as by timedatectl set-ntp true, on this machine and that of the other clock.';

const webAt = (seconds: number) => fakeWeb(() => ({ headers: { date: new Date(NOW + seconds * 1000).toUTCString() } }));
const found = (web = webAt(0), database: Date | null = new Date(NOW), now = () => NOW) =>
  verdictOf(clockCheck({ now, web, databaseNow: async () => database }));

it('clocks that agree within five seconds are fine', async () => {
  expect(await found(webAt(-4), new Date(NOW + 4_999))).toMatchObject({
    level: 'ok',
    detail: 'This clock agrees with that of the proxy at BASE_URL. This clock agrees with that of the database.',
  });
});

it('a proxy or a database whose clock differs by seconds is a warning', async () => {
  expect(await found(webAt(30))).toEqual({
    level: 'warning',
    detail: 'This clock differs from that of the proxy at BASE_URL by 30 seconds.',
    advice: ADVICE,
  });
  expect(await found(webAt(0), new Date(NOW - 5_000))).toEqual({
    level: 'warning',
    detail: 'This clock differs from that of the database by 5 seconds.',
    advice: ADVICE,
  });
});

it('a difference of a minute is a problem', async () => {
  expect(await found(webAt(-60))).toEqual({
    level: 'problem',
    detail: 'This clock differs from that of the proxy at BASE_URL by 60 seconds. Links and sessions end at wrong times.',
    advice: ADVICE,
  });
});

it('an answer that takes long is no difference of clocks', async () => {
  const times = [NOW, NOW, NOW + 9_000, NOW + 9_000];
  expect(await found(webAt(8), new Date(NOW + 1_000), () => times.shift() ?? NOW + 9_000)).toMatchObject({ level: 'ok' });
});

it('clocks that cannot be read are left out', async () => {
  expect(await found(fakeWeb(() => 'refused'))).toMatchObject({ level: 'ok', detail: 'This clock agrees with that of the database.' });
  expect(
    await found(
      fakeWeb(() => ({ headers: { date: 'yesterday' } })),
      null,
    ),
  ).toMatchObject({
    level: 'ok',
    detail: 'There is no other clock to compare with.',
  });
});
