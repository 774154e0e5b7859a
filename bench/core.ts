// Run by sizes.mjs: renders sizes of the given photo alternately with our core and with one pipeline per size; prints JSON.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { decodeHeader } from '@/lib/imaging/decode/header';
import { encodeRendition } from '@/lib/imaging/encode/encoders';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import { cropPixels } from '@/lib/imaging/geometry/extract';
import { sharp } from '@/lib/imaging/sharp';
import { LADDER, LARGEST_SIZE } from '@/lib/imaging/sizes';

const ROUNDS = 7;

/** The sizes with which the service most similar to ours was measured. */
const ELEVEN = [20, 30, 40, 64, 90, 128, 180, 230, 290, 400, 512] as const;

const photo = readFileSync(process.argv[2] ?? '');
const source = await decodeHeader(photo);
const crop = resolveCrop(source);

async function core(sizes: readonly (typeof LADDER)[number][]): Promise<void> {
  const parent = await cropPixels(photo, source, crop, LARGEST_SIZE);
  await Promise.all(sizes.map((size) => encodeRendition(parent, size, 'webp')));
}

async function pipelineEach(sizes: readonly number[]): Promise<void> {
  const { x: left, y: top, width, height } = crop;
  const one = (size: number) =>
    sharp(photo).autoOrient().extract({ left, top, width, height }).resize(size, size).webp({ quality: 82, effort: 3 }).toBuffer();
  await Promise.all(sizes.map(one));
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(run: () => Promise<void>, into: { wall: number[]; cpu: number[] }): Promise<void> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(used);
  into.wall.push(performance.now() - start);
  into.cpu.push((user + system) / 1000);
}

const results = [];
for (const sizes of [ELEVEN, LADDER]) {
  const [ours, theirs] = [
    { wall: [] as number[], cpu: [] as number[] },
    { wall: [] as number[], cpu: [] as number[] },
  ];
  await core(sizes);
  await pipelineEach(sizes);
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure(() => core(sizes), ours);
    await measure(() => pipelineEach(sizes), theirs);
  }
  const medians = ({ wall, cpu }: typeof ours) => ({ wall: median(wall), cpu: median(cpu) });
  results.push({ sizes: sizes.length, ours: medians(ours), theirs: medians(theirs) });
}
console.log(JSON.stringify(results));
