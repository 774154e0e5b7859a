// What an upload costs over HTTP, beside the least that any upload must cost: decoding, turning, cropping and scaling the picture.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { median, percentile, requirement, table } from './figures.mjs';
import { asForm, HEIGHT, makePhoto, WIDTH } from './photo.mjs';
import { cpuSeconds, upload, withServer } from './server.mjs';

const WARM_UP = 5;
const ROUNDS = 40;

const RENDITIONS = ['64.webp', '128.webp', '256.webp', '512.webp'];

/** The picture as displayed, after EXIF orientation 6. */
const [width, height] = [HEIGHT, WIDTH];
const square = { left: 0, top: Math.floor((height - width) / 2), width, height: width };

export const title = 'Upload of a 12-megapixel photo (PUT /api/me/avatar), one client';

export async function run() {
  const photo = await makePhoto();
  const form = asForm(photo);
  const bare = () => sharp(photo).autoOrient().extract(square).resize(512, 512).raw().toBuffer();
  return withServer(async (server) => {
    const put = async () => requireRenditions(server, await upload(server, form));
    for (let round = 0; round < WARM_UP; round += 1) for (const task of [put, bare]) await task();
    const served = { wall: [], cpu: [], clock: () => cpuSeconds(server.pid) };
    const direct = { wall: [], cpu: [], clock: () => seconds(process.cpuUsage()) };
    for (let round = 0; round < ROUNDS; round += 1) {
      await timed(put, served);
      await timed(bare, direct);
    }
    const ratio = median(served.wall) / median(direct.wall);
    const row = (name, { wall, cpu }) => [name, ms(median(wall)), ms(percentile(wall, 0.95)), ms(mean(cpu))];
    const lines = [
      ['', 'p50', 'p95', 'CPU each'],
      row('PUT, all renditions stored', served),
      row('sharp alone: decode, turn, crop, scale', direct),
      ['ratio', ratio.toFixed(2), '', (mean(served.cpu) / mean(direct.cpu)).toFixed(2)],
    ];
    const size = `  ${WIDTH} × ${HEIGHT} JPEG, EXIF orientation 6, ${(photo.length / 1e6).toFixed(1)} MB; ${ROUNDS} of each, in turn`;
    return { text: `${size}\n${table(lines)}`, requirements: [requirement('upload, ratio at p50', ratio, { atMost: 2.0 })] };
  });
}

async function timed(task, { wall, cpu, clock }) {
  const [start, used] = [performance.now(), clock()];
  await task();
  wall.push((performance.now() - start) / 1000);
  cpu.push(clock() - used);
}

/** The answer must not come before the pictures are there. */
function requireRenditions({ dataDir }, { key }) {
  const missing = RENDITIONS.filter((name) => !existsSync(join(dataDir, 'pictures', 'renditions', key, name)));
  if (missing.length > 0) throw new Error(`Not stored after PUT: ${missing.join(', ')}`);
}

const seconds = ({ user, system }) => (user + system) / 1e6;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const ms = (time) => `${(time * 1000).toFixed(0)} ms`;
