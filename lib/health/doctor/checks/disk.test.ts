import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { type DiskSample, diskCheck } from './disk';

const [MIB, HOUR_MS] = [1024 * 1024, 60 * 60 * 1000];
const NOW = Date.UTC(2026, 0, 8);
const ADVICE = 'Free space on the disk of DATA_DIR, move it to a larger disk, or keep pictures in an object store (docs/storage.md).';

const hoursAgo = (hours: number, freeMegabytes: number): DiskSample => ({ at: NOW - hours * HOUR_MS, freeBytes: freeMegabytes * MIB });

const found = (freeMegabytes: number, history: DiskSample[] | null = []) =>
  verdictOf(diskCheck({ freeBytes: async () => freeMegabytes * MIB, reservedBytes: 96 * MIB, history: () => history, now: () => NOW }));

it('a disk below the reserve is a problem', async () => {
  expect(await found(95)).toEqual({ level: 'problem', detail: '95 MB are free. Changes are refused below 96 MB.', advice: ADVICE });
  expect((await found(96)).level).toBe('warning');
});

it('a disk with less than ten times the reserve is a warning, with a trend or without', async () => {
  const detail = '959 MB are free; changes are refused below 96 MB.';
  expect(await found(959)).toEqual({ level: 'warning', detail, advice: ADVICE });
  expect(await found(959, [hoursAgo(24, 959)])).toEqual({ level: 'warning', detail, advice: ADVICE });
});

it('a disk that reaches the reserve within two weeks is a warning, however much is free', async () => {
  // 1,000 MB a day.
  expect(await found(10_096, [hoursAgo(48, 12_096), hoursAgo(1, 10_100)])).toEqual({
    level: 'warning',
    detail: '10,096 MB are free; changes are refused below 96 MB. At the rate of the last days that is in 10 days.',
    advice: ADVICE,
  });
  expect(await found(1_596, [hoursAgo(24, 2_596)])).toMatchObject({ level: 'warning', detail: expect.stringMatching(/in 1 day\.$/) });
});

it('a disk that lasts longer is fine, and so is one that is not filling or whose trend is not known', async () => {
  expect(await found(20_096, [hoursAgo(24, 21_096)])).toMatchObject({ level: 'ok', detail: expect.stringMatching(/in 20 days\.$/) });
  expect(await found(20_096, [hoursAgo(24, 19_096)])).toMatchObject({ level: 'ok', detail: expect.stringMatching(/It is not filling\.$/) });
  // Five hours of heavy use are no trend.
  expect(await found(10_096, [hoursAgo(5, 12_096)])).toMatchObject({
    level: 'ok',
    detail: expect.stringMatching(/The trend is known once the server has run for six hours\.$/),
  });
  expect(await found(10_096, null)).toMatchObject({ level: 'ok', detail: expect.stringMatching(/\/settings\/health has the trend\.$/) });
});
