// Many accounts beside few, on PostgreSQL: reads, start and memory of two servers in turn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { CONNECTIONS, inTurn } from './compare.mjs';
import { median, requirement, table } from './figures.mjs';
import { loadEach } from './load.mjs';
import { addPeople, forgetPictures, query, shownPictures, withDatabases } from './people.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { cpuSeconds, memoryMb, running, withServer } from './server.mjs';

const FEW = { count: 112, pictures: 112 };

/** `BENCH_ACCOUNTS` changes the number of accounts. */
const MANY = { count: Number(process.env.BENCH_ACCOUNTS ?? 100_000), pictures: 1_008 };

const ROUNDS = 7;
const WARM_UP_ROUNDS = 2;

/** Reads from storage are few in each round, since each picture is read once. */
const STORAGE_ROUNDS = 21;

const STARTS = 7;

/** Reads of each picture in one round from memory. */
const REPEATED = 20;

export const title = `${MANY.count} accounts (${MANY.pictures} with pictures) beside ${FEW.count}, on PostgreSQL, ${CONNECTIONS} connections`;

export async function run() {
  const form = asForm(await makePhoto({ width: 600, height: 512 }));
  return withDatabases(2, (few, many) =>
    withServer(
      (small) =>
        withServer(
          async (large) => {
            await addPeople(small, few, { ...FEW, form });
            await addPeople(large, many, { ...MANY, form });
            return presented({
              reads: await compareReads({ server: large, url: many }, { server: small, url: few }),
              memory: await fillMemory(large, many),
              starts: await compareStarts(many, few),
            });
          },
          { DATABASE_URL: many },
        ),
      { DATABASE_URL: few },
    ),
  );
}

/** Rates of both servers, for as many people. */
async function compareReads(large, small) {
  const pictures = new Map();
  for (const side of [large, small]) pictures.set(side, (await shownPictures(side.url)).slice(0, FEW.pictures));
  const addresses = {
    '/media/{key}/256.webp': ({ key }) => `/media/${key}/256.webp`,
    '/u/{id}/avatar': ({ id }) => `/u/${id}/avatar?s=64`,
    '/avatar/{hash}': ({ hash }) => `/avatar/${hash}.webp?s=64`,
    '/api/users/{id}/avatar': ({ id }) => `/api/users/${id}/avatar`,
  };
  const results = [];
  for (const [name, address] of Object.entries(addresses)) {
    const read = (side, repeated, prepare) => async () => {
      const paths = pictures.get(side).map(address);
      await prepare(side.url);
      return loadEach(side.server.base, Array(repeated).fill(paths).flat(), { connections: CONNECTIONS });
    };
    for (const [from, rounds, repeated, prepare] of [
      ['memory', ROUNDS, REPEATED, async () => {}],
      ['storage', STORAGE_ROUNDS, 1, forgetPictures],
    ]) {
      const sides = { ours: read(large, repeated, prepare), bare: read(small, repeated, prepare) };
      await inTurn(WARM_UP_ROUNDS, sides);
      results.push({ name: `${name}, from ${from}`, ...(await inTurn(rounds, sides)) });
    }
  }
  return results;
}

/** Resident memory of a server after it has looked up a quarter, a half and all of the people, and served all pictures. */
async function fillMemory({ base, pid }, url) {
  const pictures = await shownPictures(url);
  for (const size of [64, 128, 256]) {
    await loadEach(
      base,
      pictures.map(({ key }) => `/media/${key}/${size}.webp`),
      { connections: CONNECTIONS },
    );
  }
  const ids = await query(url, `SELECT "id" FROM "User" WHERE "email" LIKE 'person%' ORDER BY "id"`);
  const paths = ids.map(({ id }) => `/api/users/${id}/avatar`);
  const after = [];
  for (const [from, to] of [
    [0, 1 / 4],
    [1 / 4, 1 / 2],
    [1 / 2, 1],
  ]) {
    await loadEach(base, paths.slice(from * paths.length, to * paths.length), { connections: CONNECTIONS });
    after.push(memoryMb(pid).now);
  }
  return after;
}

/** CPU time and time until the first answer, with a data folder of its own for each database. */
async function compareStarts(many, few) {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'));
  try {
    const start = (name, url) => async () => {
      const began = performance.now();
      return running(join(folder, name), { DATABASE_URL: url }, async ({ pid }) => {
        times[name].push(performance.now() - began);
        return cpuSeconds(pid) * 1000;
      });
    };
    const times = { many: [], few: [] };
    const cpu = await inTurn(STARTS, { ours: start('many', many), bare: start('few', few) });
    return { cpu, ms: { many: median(times.many), few: median(times.few) } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function presented({ reads, memory: [quarter, half, all], starts: { cpu, ms } }) {
  const mb = (value) => `${value.toFixed(0)} MB`;
  const lines = [
    ['medians', `${MANY.count} accounts`, `${FEW.count} accounts`, 'ratio'],
    ...reads.map(({ name, ours, bare, ratio }) => [`${name}, a second`, ours.toFixed(0), bare.toFixed(0), ratio.toFixed(2)]),
    ['CPU until the first answer', `${cpu.ours.toFixed(0)} ms`, `${cpu.bare.toFixed(0)} ms`, cpu.ratio.toFixed(2)],
    ['first answer', `${ms.many.toFixed(0)} ms`, `${ms.few.toFixed(0)} ms`, (ms.many / ms.few).toFixed(2)],
    ['resident after a quarter, half and all of the people', `${mb(quarter)}, ${mb(half)}, ${mb(all)}`, '', (all / half).toFixed(2)],
  ];
  return {
    text: table(lines),
    markdown: lines,
    requirements: [
      ...reads.map(({ name, ratio }) => requirement(`${name}, ratio to few accounts`, ratio, { atLeast: 0.9 })),
      requirement('CPU until the first answer, ratio to few accounts', cpu.ratio, { atMost: 1.1 }),
      requirement('growth from half to all of the people', all - half, { atMost: 30 }, ' MB'),
    ],
  };
}
