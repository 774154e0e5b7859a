// Cost of reading pictures from memory, beside a bare server of node:http that sends the same bytes and headers.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { median, requirement, table } from './figures.mjs';
import { load } from './load.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { EMAIL, root, upload, withServer } from './server.mjs';

const WARM_UP_SECONDS = 1;
const SECONDS = 2;
const ROUNDS = 3;
const CONNECTIONS = 16;

export const title = `Pictures from memory, ${CONNECTIONS} connections, beside a bare node:http server with the same bytes and headers`;

export async function run() {
  const form = asForm(await makePhoto());
  return withServer(async (server) => {
    const { key } = await upload(server, form);
    const { id } = await own(server, '/api/me');
    const hash = createHash('sha256').update(EMAIL).digest('hex');
    const unknown = createHash('sha256').update('unknown@example.org').digest('hex');
    const hashid = (await own(server, '/api/v4/user/me')).data.id;
    const reads = [
      { name: '/media/{key}/256.webp', path: `/media/${key}/256.webp` },
      { name: '/u/{id}/avatar', path: `/u/${id}/avatar` },
      { name: '/u/{id}/avatar, 304', path: `/u/${id}/avatar`, revalidates: true },
      { name: '/avatar/{hash}', path: `/avatar/${hash}?s=80` },
      { name: '/avatar/{unknown}, identicon', path: `/avatar/${unknown}?s=80&d=identicon` },
      { name: '/avatar/{unknown}, 404', path: `/avatar/${unknown}?s=80&d=404`, status: 404 },
      { name: '/user_avatars/1/{key}.png', path: `/user_avatars/1/${key}.png` },
      { name: '/user/avatar/{id} of Cloudreve', path: `/user/avatar/${hashid}` },
    ];
    const lines = [['requests a second, median', 'Likeness', 'bare', 'ratio']];
    const requirements = [];
    for (const { name, path, revalidates = false, status = revalidates ? 304 : 200 } of reads) {
      const first = await server.send({ path });
      const headers = revalidates ? { 'If-None-Match': first.headers.etag } : {};
      const answer = await server.send({ path, headers });
      const { ours, bare, ratio } = await compare(server.base + path, answer, { headers, status });
      lines.push([`${name} (${answer.body.length} bytes)`, ours.toFixed(0), bare.toFixed(0), ratio.toFixed(2)]);
      requirements.push(requirement(`${name}, ratio to bare`, ratio, { atLeast: 0.5 }));
    }
    return { text: `  ${ROUNDS} pairs of ${SECONDS} s each, in turn\n${table(lines)}`, markdown: lines, requirements };
  });
}

/** Loads both servers in turn, so that noise of the machine affects both sides of a pair. */
async function compare(url, answer, options) {
  const bare = fork(join(root, 'bench/bare-server.mjs'));
  try {
    const { connection: _, 'keep-alive': __, date: ___, 'transfer-encoding': ____, ...headers } = answer.headers;
    bare.send({ status: answer.status, headers, body: answer.body.toString('base64') });
    const [{ port }] = await once(bare, 'message');
    const sides = { ours: url, bare: `http://127.0.0.1:${port}/` };
    const rates = { ours: [], bare: [] };
    for (const side of Object.values(sides)) await load(side, { ...options, seconds: WARM_UP_SECONDS, connections: CONNECTIONS });
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, side] of Object.entries(sides)) {
        rates[name].push(await load(side, { ...options, seconds: SECONDS, connections: CONNECTIONS }));
      }
    }
    return {
      ours: median(rates.ours),
      bare: median(rates.bare),
      ratio: median(rates.ours.map((rate, round) => rate / rates.bare[round])),
    };
  } finally {
    bare.kill();
  }
}

/** A resource about the person, in one of the APIs. */
async function own({ send, key }, path) {
  const { body } = await send({ path, headers: { Authorization: `Bearer ${key}` } });
  return JSON.parse(body.toString('utf8'));
}
