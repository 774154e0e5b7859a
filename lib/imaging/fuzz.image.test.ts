import { mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { createMetadataThread } from '@/lib/decoders/metadata';
import { isAvatarError } from '@/lib/errors';
import { wireResponse } from '@/lib/http/endpoint';
import { nativeErrors } from '@/lib/http/problem';
import { CORPUS } from '@/testing/corpus';
import { generatedInputs } from '@/testing/effort';
import { heic } from '@/testing/heic';
import { sharedRecords } from '@/testing/memory/records';
import { mutate, seeded } from '@/testing/mutate';
import { bodyless } from '@/testing/requests';
import { type World, world } from '@/testing/world';
import { FORMATS, type InputFormat } from './media-types';

/** Number of mutated files. Set `FUZZ_INPUTS=100000` for more. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? generatedInputs(2000));

/** Seed of the first file; each next file adds one. `FUZZ_SEED=… FUZZ_INPUTS=1` reproduces a file, and other seeds find other faults. */
const FIRST_SEED = Number(process.env.FUZZ_SEED ?? 20_261_125);

const BATCH = 250;
const AT_ONCE = 4;

/** Far more than any of these small files takes on a busy machine, and less than any user would wait. */
const LIMIT_MS = 20_000;

/** Larger pictures take longer and exercise the same code. */
const LARGEST_SEED_FILE = 20_480;

/** All formats that some dialect accepts. */
const ACCEPTED = Object.keys(FORMATS) as InputFormat[];

/** Files lie here during processing, so that a crash of the process leaves its input behind. */
const FOLDER = mkdtempSync(join(tmpdir(), 'likeness-fuzz-'));

const records = sharedRecords();
const thread = createHeicThread();
const faults: unknown[] = [];
const reader = createMetadataThread({ report: (error) => faults.push(error) });
afterAll(async () => {
  await Promise.all([thread.close(), reader.close()]);
  if (readdirSync(FOLDER).length === 0) rmdirSync(FOLDER);
  expect(faults).toEqual([]);
});
const seedFiles: Buffer[] = [];
beforeAll(async () => {
  for (const { file } of Object.values(CORPUS).flat()) {
    const bytes = Buffer.from(await file());
    if (bytes.byteLength <= LARGEST_SEED_FILE) seedFiles.push(bytes);
  }
});

const batches = Array.from({ length: Math.ceil(INPUTS / BATCH) }, (_, batch) => FIRST_SEED + batch * BATCH);

it.each(batches)(
  'a mutated picture is accepted or refused with a client error (seeds from %i)',
  async (first) => {
    const end = Math.min(first + BATCH, FIRST_SEED + INPUTS);
    const outcomes = new Map<string, number>();
    const queue = async (start: number) => {
      const person = await world(records(), {}, { heic: thread.decode, metadata: reader.read });
      for (let seed = start; seed < end; seed += AT_ONCE) {
        const outcome = await upload(person, seed);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      await person.avatars.settled();
      expect(person.reported).toEqual([]);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => queue(first + index)));
    // The shared HEIC thread must still work afterwards.
    expect(await thread.decode(heic('landscape'))).toMatchObject({ width: 120, height: 80 });
    // If all files were accepted or all refused, the mutations tested nothing.
    if (end - first === BATCH)
      expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['taken', 'corrupt_image', 'unsupported_format']));
  },
  BATCH * LIMIT_MS,
);

async function upload(person: World, seed: number): Promise<string> {
  const random = seeded(seed);
  const [file, other] = [seedFiles[random(seedFiles.length)], seedFiles[random(seedFiles.length)]];
  if (!file || !other) throw new Error('There is no seed picture to mutate');
  const bytes = mutate(file, other, random);
  const path = join(FOLDER, `${seed}.bin`);
  writeFileSync(path, bytes);
  const started = performance.now();
  const outcome = await outcomeOf(person, bytes).catch((error: unknown) => {
    throw new Error(`Seed ${seed}: the file is ${path}; FUZZ_SEED=${seed} FUZZ_INPUTS=1 makes it again.`, { cause: error });
  });
  expect(performance.now() - started, `milliseconds that seed ${seed} took; the file is ${path}`).toBeLessThan(LIMIT_MS);
  rmSync(path);
  return outcome;
}

/** `taken`, or the error code. An accepted picture must also be served in a size that is rendered later. */
async function outcomeOf({ avatars, change, served }: World, bytes: Buffer): Promise<string> {
  try {
    await avatars.replace(change, { bytes, accepted: ACCEPTED });
  } catch (error) {
    if (!isAvatarError(error)) throw error;
    const { status = 500 } = wireResponse(nativeErrors, { error, requestId: '', request: bodyless() }) ?? {};
    if (error.code !== 'busy' && (status < 400 || status > 499)) throw error;
    return error.code;
  }
  await served({ size: 'full', format: 'jpg' });
  return 'taken';
}
