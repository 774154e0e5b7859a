import type { Avatars } from '@/lib/avatars/avatars';
import { KEPT_DAYS, KEPT_VERSIONS } from '@/lib/avatars/limits';
import type { Storage } from '@/lib/avatars/ports';
import { createSweeper } from '@/lib/avatars/sweep';
import type { Core } from '../core';
import { fromRaster, plain } from '../pictures';
import { hex, type Records } from '../records';
import { principal } from '../world';

export type Colour = readonly [red: number, green: number, blue: number];

export const RED: Colour = [200, 30, 40];
export const BLUE: Colour = [20, 60, 220];
export const GREEN: Colour = [30, 160, 60];

/** Side of the pictures, and of each half of one with two colours. */
const SIDE = 8;

/** After this time every leftover and every earlier version is due for deletion, in milliseconds. */
export const LATER_MS = (KEPT_DAYS + 1) * 24 * 60 * 60 * 1000;

/** The picture of a person: the colour of the picture, or none for the generated one. */
export interface Shown {
  version: number;
  colour: Colour | null;
  alt: string;
}

/** A change that a process is killed in. */
export interface CrashingChange {
  name: string;
  /** How many of its steps, each with a process that is killed there, leave the person in the state before and after it. */
  outcomes: { before: number; after: number };
  /** The same on S3, where a put is one step. */
  outcomesOnS3: { before: number; after: number };
  /** Brings a person into the state before. @returns that state, and the one after the change */
  prepare(core: Core, userId: number): Promise<{ before: Shown; after: Shown }>;
  /** Runs in the process that is killed. */
  run(core: Pick<Core, 'avatars' | 'records' | 'storage'>, userId: number): Promise<unknown>;
}

const changeOf = (userId: number) => ({ principal: principal(userId), userId });

/** Uploads a picture of one colour. */
export async function upload(avatars: Avatars, userId: number, colour: Colour): Promise<void> {
  await avatars.replace(changeOf(userId), { bytes: await plain(SIDE, SIDE, colour), alt: nameOf(colour) });
  await avatars.settled();
}

const nameOf = (colour: Colour) => (colour === RED ? 'red' : colour === BLUE ? 'blue' : 'green');
const shown = (version: number, colour: Colour | null): Shown => ({ version, colour, alt: colour ? nameOf(colour) : '' });

/** Red on the left, blue on the right. */
function halves(): Promise<Buffer> {
  const row = [...Array(SIDE).fill(RED), ...Array(SIDE).fill(BLUE)].flat();
  const data = new Uint8Array(Array(SIDE).fill(row).flat());
  return fromRaster({ data, width: 2 * SIDE, height: SIDE, channels: 3 })
    .png()
    .toBuffer();
}

const half = (x: number) => ({ x, y: 0, width: SIDE, height: SIDE, rotate: 0 });

export const CHANGES: readonly CrashingChange[] = [
  {
    name: 'the first upload',
    outcomes: { before: 11, after: 2 },
    outcomesOnS3: { before: 6, after: 2 },
    prepare: async () => ({ before: shown(1, null), after: shown(2, RED) }),
    run: ({ avatars }, userId) => upload(avatars, userId, RED),
  },
  {
    name: 'a replacement',
    outcomes: { before: 11, after: 6 },
    outcomesOnS3: { before: 6, after: 6 },
    async prepare({ avatars }, userId) {
      await upload(avatars, userId, RED);
      return { before: shown(2, RED), after: shown(3, BLUE) };
    },
    run: ({ avatars }, userId) => upload(avatars, userId, BLUE),
  },
  {
    name: 'a replacement that ends the oldest version',
    outcomes: { before: 11, after: 8 },
    outcomesOnS3: { before: 6, after: 8 },
    async prepare({ avatars }, userId) {
      for (let at = 0; at <= KEPT_VERSIONS; at += 1) await upload(avatars, userId, RED);
      return { before: shown(KEPT_VERSIONS + 2, RED), after: shown(KEPT_VERSIONS + 3, BLUE) };
    },
    run: ({ avatars }, userId) => upload(avatars, userId, BLUE),
  },
  {
    name: 'another crop',
    outcomes: { before: 9, after: 6 },
    outcomesOnS3: { before: 5, after: 6 },
    async prepare({ avatars }, userId) {
      await avatars.replace(changeOf(userId), { bytes: await halves(), crop: half(0) });
      return { before: { version: 2, colour: RED, alt: '' }, after: { version: 3, colour: BLUE, alt: '' } };
    },
    async run({ avatars }, userId) {
      await avatars.reframe(changeOf(userId), { crop: half(SIDE) });
      await avatars.settled();
    },
  },
  {
    name: 'another description',
    outcomes: { before: 1, after: 2 },
    outcomesOnS3: { before: 1, after: 2 },
    async prepare({ avatars }, userId) {
      await upload(avatars, userId, RED);
      return { before: shown(2, RED), after: { version: 3, colour: RED, alt: 'Ada' } };
    },
    run: ({ avatars }, userId) => avatars.reframe(changeOf(userId), { alt: 'Ada' }),
  },
  {
    name: 'a removal',
    outcomes: { before: 1, after: 6 },
    outcomesOnS3: { before: 1, after: 6 },
    async prepare({ avatars }, userId) {
      await upload(avatars, userId, RED);
      return { before: shown(2, RED), after: shown(3, null) };
    },
    async run({ avatars }, userId) {
      await avatars.remove(changeOf(userId));
      await avatars.settled();
    },
  },
  {
    name: 'a restored version',
    outcomes: { before: 9, after: 6 },
    outcomesOnS3: { before: 5, after: 6 },
    async prepare({ avatars }, userId) {
      await upload(avatars, userId, BLUE);
      await upload(avatars, userId, RED);
      return { before: shown(3, RED), after: shown(4, BLUE) };
    },
    async run({ avatars, records }, userId) {
      const [, earlier] = await records.history(userId);
      await avatars.restore(changeOf(userId), earlier?.id ?? 0);
      await avatars.settled();
    },
  },
  {
    name: 'a sweep',
    outcomes: { before: 0, after: 7 },
    outcomesOnS3: { before: 0, after: 7 },
    async prepare({ avatars, storage }, userId) {
      await upload(avatars, userId, BLUE);
      await upload(avatars, userId, RED);
      // As an upload leaves them that was killed before its commit.
      const [key, bytes] = [hex(), await plain(SIDE, SIDE, GREEN)];
      for (const path of [`originals/${hex()}`, `renditions/${key}/64.webp`, `renditions/${key}/128.webp`]) await storage.put(path, bytes);
      return { before: shown(3, RED), after: shown(3, RED) };
    },
    run: (core) => sweep(core, LATER_MS),
  },
];

/** Deletes everything that is due. @param later as if so many milliseconds had passed */
export async function sweep({ records, storage }: { records: Records; storage: Storage }, later = 0): Promise<void> {
  const reported: unknown[] = [];
  const now = () => new Date(Date.now() + later);
  await createSweeper({ records, storage, report: (error) => reported.push(error), now }).sweep();
  if (reported.length > 0) throw reported[0];
}
