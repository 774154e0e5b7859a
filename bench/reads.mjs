// Cost of reading pictures from memory, beside a bare server of node:http that sends the same bytes and headers.
import { createHash } from 'node:crypto';
import { CONNECTIONS, compare, ROUNDS } from './compare.mjs';
import { requirement, table } from './figures.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { EMAIL, own, upload, withServer } from './server.mjs';

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
    return { text: `  ${ROUNDS} pairs in turn\n${table(lines)}`, markdown: lines, requirements };
  });
}
