// Cost of serving a stored picture, compared with an endpoint without a body.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median, requirement, table } from './figures.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { root, upload, withServer } from './server.mjs';

const WARM_UP_SECONDS = 3;
const SECONDS = 4;
const ROUNDS = 7;
const CONNECTIONS = 10;

export const title = `Pictures (GET /media/{key}/256.webp), ${CONNECTIONS} connections`;

export async function run() {
  const form = asForm(await makePhoto());
  return withServer(async (server) => {
    const { key } = await upload(server, form);
    const path = `/media/${key}/256.webp`;
    const picture = await server.send({ path });
    if (picture.status !== 200 || picture.headers['content-type'] !== 'image/webp') throw new Error(`${path} answered ${picture.status}`);
    const urls = { media: server.base + path, empty: `${server.base}/healthz` };
    for (const url of Object.values(urls)) await load(url, WARM_UP_SECONDS);
    const rates = { media: [], empty: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of ['media', 'empty']) rates[name].push(await load(urls[name], SECONDS));
    }
    // Each pair is measured within seconds, so that noise of the machine affects both sides.
    const ratio = median(rates.media.map((rate, round) => rate / rates.empty[round]));
    const row = (name, values) => [name, ...[median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(0))];
    const lines = [
      ['requests a second', 'median', 'least', 'most'],
      row(`/media/…/256.webp (${picture.body.length} bytes)`, rates.media),
      row('/healthz (empty)', rates.empty),
      ['ratio, median of pairs', ratio.toFixed(2), '', ''],
    ];
    const length = picture.headers['content-length'] ?? 'none, chunked';
    const notes = `  ${ROUNDS} pairs of ${SECONDS} s, in turn\n  Content-Length: ${length}; Vary: ${picture.headers.vary ?? 'none'}`;
    return {
      text: `${notes}\n${table(lines)}`,
      markdown: lines,
      requirements: [requirement('pictures, ratio to empty', ratio, { atLeast: 0.8 })],
    };
  });
}

/** Requests per second, measured by a load generator in its own process. */
async function load(url, seconds) {
  const cli = join(root, 'node_modules/autocannon/autocannon.js');
  const child = spawn(process.execPath, [cli, '--json', '-c', String(CONNECTIONS), '-d', String(seconds), url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'close');
  const { requests, errors, timeouts, non2xx } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (errors + timeouts + non2xx > 0) throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers that are not 2xx`);
  return requests.average;
}
