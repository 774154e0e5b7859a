// Cost of the JSON that pages and clients read most, beside a bare server of node:http that sends the same bytes and headers.
import { CONNECTIONS, compare, ROUNDS } from './compare.mjs';
import { requirement, table } from './figures.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { own, upload, withServer } from './server.mjs';

export const title = `JSON, ${CONNECTIONS} connections, beside a bare node:http server with the same bytes and headers`;

/** Four times the requests a second of a release without a directory, on two cores: 330 for the limits, 180 for the others. */
const AT_LEAST = { limits: 1320, others: 720 };

export async function run() {
  const form = asForm(await makePhoto({ width: 800, height: 600 }));
  return withServer(async (server) => {
    await upload(server, form);
    const { id } = await own(server, '/api/me');
    const reads = [
      { name: '/api/limits', path: '/api/limits', atLeast: AT_LEAST.limits },
      { name: '/api/users/{id}/avatar', path: `/api/users/${id}/avatar`, atLeast: AT_LEAST.others },
      { name: '/api/me', path: '/api/me', headers: { Authorization: `Bearer ${server.key}` }, atLeast: AT_LEAST.others },
    ];
    const lines = [['requests a second, median', 'Likeness', 'bare', 'ratio']];
    const requirements = [];
    for (const { name, path, headers = {}, atLeast } of reads) {
      const answer = await server.send({ path, headers });
      const { ours, bare, ratio } = await compare(server.base + path, answer, { headers, status: 200 });
      lines.push([`${name} (${answer.body.length} bytes)`, ours.toFixed(0), bare.toFixed(0), ratio.toFixed(2)]);
      requirements.push(requirement(`${name}, requests a second`, ours, { atLeast }));
    }
    return { text: `  ${ROUNDS} pairs in turn\n${table(lines)}`, markdown: lines, requirements };
  });
}
