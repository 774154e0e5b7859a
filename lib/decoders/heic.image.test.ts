import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Pixels } from '@/lib/imaging/types';
import { CORNERS, heic, LOSS } from '@/testing/heic';
import { pixelAt } from '@/testing/pictures';
import { createHeicThread } from './heic';
import { ThreadFailedError } from './thread';

const thread = createHeicThread();
afterAll(() => thread.close());

function expectCorners(picture: Pixels) {
  const places = [10, 110].flatMap((x) => [10, 70].map((y) => [x, y] as const)).sort(([, a], [, b]) => a - b);
  for (const [index, [x, y]] of places.entries()) {
    for (const [channel, value] of (CORNERS[index] ?? []).entries()) {
      expect(Math.abs((pixelAt(picture, x, y)[channel] ?? 0) - value), `channel ${channel} at ${x}, ${y}`).toBeLessThanOrEqual(LOSS);
    }
  }
}

describe('pixels of a HEIC', () => {
  it.each(['landscape', 'turned-90', 'turned-180', 'turned-270', 'mirrored', 'grid'])('are upright: %s', async (name) => {
    const picture = await thread.decode(heic(name));
    expect(picture).toMatchObject({ width: 120, height: 80, channels: 3, data: { length: 120 * 80 * 3 } });
    expectCorners(picture);
  });

  it('have alpha if the file has', async () => {
    const picture = await thread.decode(heic('alpha'));
    expect(picture).toMatchObject({ width: 64, height: 64, channels: 4 });
    expect(pixelAt(picture, 10, 30)[3]).toBe(255);
    expect(pixelAt(picture, 54, 30)[3]).toBe(0);
  });

  it('are decoded from a copy, so that the caller can store the bytes', async () => {
    const bytes = heic('landscape');
    const before = Buffer.from(bytes);
    await thread.decode(bytes);
    expect(bytes.equals(before)).toBe(true);
  });
});

describe('a HEIC that cannot be decoded', () => {
  const damaged = { code: 'corrupt_image', message: 'This HEIC picture is damaged or incomplete.' };

  it.each([10, 50, 90])('is reported as damaged if it ends after %i %%', async (percent) => {
    for (const name of ['landscape', 'grid', 'alpha']) {
      const bytes = heic(name);
      await expect(thread.decode(bytes.subarray(0, Math.floor((bytes.length * percent) / 100)))).rejects.toMatchObject(damaged);
    }
  });

  it('is reported as damaged if it has far more pixels than its header states', async () => {
    await expect(thread.decode(heic('understated'))).rejects.toMatchObject(damaged);
  });

  it('does not affect the next one', async () => {
    await expect(thread.decode(Buffer.from('nothing of the kind'))).rejects.toMatchObject(damaged);
    expectCorners(await thread.decode(heic('landscape')));
  });
});

describe('the HEIC thread', () => {
  it('is terminated if a picture takes too long, and a new one starts for the next picture', async () => {
    let limit = new AbortController();
    const watched = createHeicThread({ seconds: 7, timeout: () => limit.signal });
    expectCorners(await watched.decode(heic('landscape')));
    const busy = watched.threads();
    expect(busy).toHaveLength(1);
    const late = watched.decode(readFileSync('bench/photo.heic'));
    limit.abort();
    await expect(late).rejects.toMatchObject({ code: 'too_complex', details: { limitSeconds: 7 } });
    expect(watched.threads()).not.toEqual(busy);
    limit = new AbortController();
    expectCorners(await watched.decode(heic('landscape')));
    expect(watched.threads()).toHaveLength(1);
    expect(watched.threads()).not.toEqual(busy);
    await watched.close();
  });

  it('includes its start in the time limit', async () => {
    const impatient = createHeicThread({ seconds: 0.001 });
    await expect(impatient.decode(readFileSync('bench/photo.heic'))).rejects.toMatchObject({ code: 'too_complex' });
    await impatient.close();
  });

  it('does not report a damaged picture if it cannot start or is terminated', async () => {
    const missing = createHeicThread({ filename: '/nowhere/heic-worker.mjs' });
    await expect(missing.decode(heic('landscape'))).rejects.toThrow(ThreadFailedError);
    expect(missing.threads()).toEqual([]);
    await missing.close();
    const ending = createHeicThread();
    await ending.decode(heic('landscape'));
    const working = expect(ending.decode(readFileSync('bench/photo.heic'))).rejects.not.toHaveProperty('details');
    await ending.close();
    await working;
  });

  it('is shared by all pictures', async () => {
    const shared = createHeicThread();
    const pictures = ['landscape', 'grid', 'landscape'].map((name) => shared.decode(heic(name)));
    for (const picture of await Promise.all(pictures)) expectCorners(picture);
    expect(shared.threads()).toHaveLength(1);
    await shared.close();
  });

  it('ends when idle, and starts again', async () => {
    const lazy = createHeicThread({ idleMs: 1 });
    expect(lazy.threads()).toEqual([]);
    expectCorners(await lazy.decode(heic('landscape')));
    await vi.waitFor(() => expect(lazy.threads()).toEqual([]), { timeout: 30_000 });
    expectCorners(await lazy.decode(heic('landscape')));
    await lazy.close();
  });
});
