// Cost of reading pictures that are stored and of which nothing is in memory, beside a bare server of node:http that sends the same bytes
// and headers. Each picture is read once, then all of them are announced as changed, so that the server forgets them.
import { CONNECTIONS, inTurn, withBareServer } from './compare.mjs';
import { requirement, table } from './figures.mjs';
import { loadEach } from './load.mjs';
import { addPeople, forgetPictures, shownPictures, withDatabases } from './people.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { cpuSeconds, withServer } from './server.mjs';

/** People with a picture. `BENCH_PEOPLE` changes it. */
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 1_008);
const ROUNDS = 5;
const WARM_UP_ROUNDS = 2;

export const title = `Pictures of ${PEOPLE} people, on PostgreSQL, each read once, ${CONNECTIONS} connections, beside a bare node:http server`;

export async function run() {
  // As large as avatars are after a browser has scaled them.
  const form = asForm(await makePhoto({ width: 600, height: 512 }));
  return withDatabases(1, (url) =>
    withServer(
      async (server) => {
        await addPeople(server, url, { count: PEOPLE, pictures: PEOPLE, form });
        const people = await shownPictures(url);
        const reads = [
          { name: '/media/{key}/256.webp', paths: people.map(({ key }) => `/media/${key}/256.webp`) },
          { name: '/avatar/{hash}.webp', paths: people.map(({ hash }) => `/avatar/${hash}.webp?s=64`) },
        ];
        const lines = [['requests a second, median', 'Likeness', 'bare', 'ratio', 'CPU for each']];
        const requirements = [];
        for (const { name, paths } of reads) {
          const answer = await server.send({ path: paths[0] });
          const { ours, bare, ratio, cpu } = await withBareServer(answer, (bare) => coldly(server, url, bare, paths));
          lines.push([
            `${name} (${answer.body.length} bytes)`,
            ours.toFixed(0),
            bare.toFixed(0),
            ratio.toFixed(2),
            `${(cpu * 1000).toFixed(2)} ms`,
          ]);
          requirements.push(requirement(`${name}, unknown and stored, ratio to bare`, ratio, { atLeast: 0.25 }));
        }
        return { text: `  ${ROUNDS} pairs in turn\n${table(lines)}`, markdown: lines, requirements };
      },
      { DATABASE_URL: url },
    ),
  );
}

async function coldly(server, url, bare, paths) {
  const options = { connections: CONNECTIONS };
  let cpu = 0;
  const ours = async () => {
    await forgetPictures(url);
    const before = cpuSeconds(server.pid);
    const rate = await loadEach(server.base, paths, options);
    cpu += cpuSeconds(server.pid) - before;
    return rate;
  };
  const sides = { ours, bare: () => loadEach(bare, paths, options) };
  await inTurn(WARM_UP_ROUNDS, sides);
  cpu = 0;
  return { ...(await inTurn(ROUNDS, sides)), cpu: cpu / ROUNDS / paths.length };
}
