// Cost of an upload over HTTP, compared with a plain sharp pipeline that decodes, orients, crops and scales the same file.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { median, percentile, requirement, table } from './figures.mjs';
import { asForm } from './photo.mjs';
import { ANIMATION, LARGE, makeAnimation, makeLogo, makePhoto, readHeic } from './pictures.mjs';
import { cpuSeconds, upload, withServer } from './server.mjs';

const RENDITIONS = ['64', '128', '256', '512'];

export const title = 'Uploads (PUT /api/me/avatar), one client, beside the bare decode, crop and scaling of the same file';

const SIDE = 512;

/** The middle square of a picture of this size. */
const square = (width, height) => {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), width: side, height: side };
};

const bareStill = (bytes, width, height) => () =>
  sharp(bytes, { limitInputPixels: false }).autoOrient().extract(square(width, height)).resize(SIDE, SIDE).raw().toBuffer();

function bareAnimation(bytes) {
  const { width, height } = ANIMATION;
  const frames = { animated: true, limitInputPixels: false };
  return () => sharp(bytes, frames).extract(square(width, height)).resize(Math.min(SIDE, height), Math.min(SIDE, height)).raw().toBuffer();
}

/** libheif in this process, and sharp for the other steps. */
function bareHeic(bytes) {
  const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle');
  return async () => {
    const decoder = new libheif.HeifDecoder();
    const [image, ...others] = decoder.decode(bytes);
    const [width, height] = [image.get_width(), image.get_height()];
    const pixels = { data: new Uint8ClampedArray(width * height * 4), width, height };
    await new Promise((resolve, reject) => image.display(pixels, (done) => (done ? resolve() : reject(new Error('HEIC')))));
    for (const each of [image, ...others]) each.free();
    decoder.decoder.delete();
    const raw = { width, height, channels: 4 };
    return sharp(pixels.data, { raw, limitInputPixels: false }).extract(square(width, height)).resize(SIDE, SIDE).raw().toBuffer();
  };
}

async function cases() {
  const [photo, plain, large, logo, gif, heic] = [
    await makePhoto(),
    await makePhoto({ profile: false }),
    await makePhoto(LARGE),
    await makeLogo(),
    await makeAnimation(),
    await readHeic(),
  ];
  return [
    { name: '12 MP JPEG, EXIF 6', bytes: photo, bare: bareStill(photo, 3024, 4032), rounds: 25, atMost: 1.5 },
    { name: '12 MP JPEG without a profile', bytes: plain, bare: bareStill(plain, 3024, 4032), rounds: 10, atMost: 1.5 },
    { name: '48 MP JPEG, EXIF 6', bytes: large, bare: bareStill(large, LARGE.height, LARGE.width), rounds: 6 },
    { name: '4 MP PNG with alpha', bytes: logo, bare: bareStill(logo, 2000, 2000), rounds: 10 },
    { name: 'GIF, 40 frames, 480 × 270', bytes: gif, bare: bareAnimation(gif), rounds: 8 },
    { name: '12 MP HEIC', bytes: heic, bare: bareHeic(heic), rounds: 5 },
  ];
}

export async function run() {
  return withServer(async (server) => {
    const rows = [];
    const requirements = [];
    for (const { name, bytes, bare, rounds, atMost } of await cases()) {
      const form = asForm(bytes);
      const put = async () => requireRenditions(server, await upload(server, form));
      for (let round = 0; round < 2; round += 1) for (const task of [put, bare]) await task();
      const served = { wall: [], cpu: [], clock: () => cpuSeconds(server.pid) };
      const direct = { wall: [], cpu: [], clock: () => seconds(process.cpuUsage()) };
      for (let round = 0; round < rounds; round += 1) {
        await timed(put, served);
        await timed(bare, direct);
      }
      const ratio = median(served.wall) / median(direct.wall);
      rows.push([
        `${name}, ${(bytes.length / 1e6).toFixed(1)} MB`,
        ...[served, direct].flatMap(({ wall, cpu }) => [ms(median(wall)), ms(percentile(wall, 0.95)), ms(mean(cpu))]),
        ratio.toFixed(2),
      ]);
      if (atMost) requirements.push(requirement(`upload of a ${name}, ratio at p50`, ratio, { atMost }));
    }
    const head = ['', 'PUT p50', 'p95', 'CPU', 'bare p50', 'p95', 'CPU', 'ratio at p50'];
    return { text: table([head, ...rows]), markdown: [head, ...rows], requirements };
  });
}

async function timed(task, { wall, cpu, clock }) {
  const [start, used] = [performance.now(), clock()];
  await task();
  wall.push((performance.now() - start) / 1000);
  cpu.push(clock() - used);
}

/** Fails if the response arrives before the renditions are stored. */
function requireRenditions({ dataDir }, { key, animated }) {
  const files = RENDITIONS.map((size) => `${size}${animated ? '.still' : ''}.webp`);
  const missing = files.filter((name) => !existsSync(join(dataDir, 'pictures', 'renditions', key, name)));
  if (missing.length > 0) throw new Error(`Not stored after PUT: ${missing.join(', ')}`);
}

const seconds = ({ user, system }) => (user + system) / 1e6;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const ms = (time) => `${(time * 1000).toFixed(0)} ms`;
