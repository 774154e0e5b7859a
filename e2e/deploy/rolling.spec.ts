import { test as base, expect } from '@playwright/test';
import { md5 } from '../client/gravatar';
import { openAccount, type TestPerson } from '../client/people';
import { native } from '../client/uploads';
import { type Color, expectPicture, plain } from '../pictures/one-colour';
import { type Nginx, prepareNginx } from '../server/nginx';
import { discard, freshDatabase, type Server, startServer } from '../server/server';

const TOKEN = 'a-token-of-the-tests';

/** When a process got a signal, and when it had ended. */
interface Ending {
  began: number;
  ended: number;
}

interface Deployment {
  nginx: Nginx;
  servers: [Server, Server];
  /** Ends a process, and starts it again at its port. */
  restart(index: 0 | 1, signal: NodeJS.Signals): Promise<Ending>;
}

/** Two processes on one database and one folder of pictures, behind the shipped nginx. */
const test = base.extend<{ deployment: Deployment }>({
  deployment: async ({ browserName: _ }, use) => {
    const nginx = await prepareNginx();
    const env = { DATABASE_URL: await freshDatabase(), BASE_URL: nginx.baseURL, TRUST_PROXY: '1', METRICS_TOKEN: TOKEN };
    const one = await startServer(env);
    const servers: [Server, Server] = [one, await startServer({ ...env, DATA_DIR: one.dataDir })];
    await nginx.start(servers.map(({ port }) => port));
    const restart: Deployment['restart'] = async (index, signal) => {
      const { port, dataDir } = servers[index];
      const began = performance.now();
      const code = await servers[index].stop(signal);
      const ended = performance.now();
      expect(code).toBe(signal === 'SIGKILL' ? null : 0);
      servers[index] = await startServer({ ...env, PORT: String(port), DATA_DIR: dataDir });
      await expect.poll(() => picturesSent(servers[index])).toBeGreaterThan(0);
      return { began, ended };
    };
    await use({ nginx, servers, restart });
    await nginx.stop();
    await servers[1].stop();
    await discard(servers[0]);
  },
});

/** Pictures that nginx requested from a process since its start. */
async function picturesSent({ baseURL }: Server): Promise<number> {
  const response = await fetch(`${baseURL}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  return Number(/^likeness_requests_total\{dialect="delivery",outcome="ok"\} (\d+)$/m.exec(await response.text())?.[1] ?? 0);
}

/** A request that got no answer, or another one than expected. */
interface Failure {
  request: string;
  began: number;
  ended: number;
  reason: string;
}

async function failureOf(request: string, send: () => Promise<number>): Promise<Failure | null> {
  const began = performance.now();
  const reason = await send().then(
    (status) => (status === 200 ? null : String(status)),
    (error) => String(error),
  );
  return reason === null ? null : { request, began, ended: performance.now(), reason };
}

const READERS = 6;

/** Reads all addresses of these people through nginx until the signal, each reader one after another. */
async function readUntil(
  end: AbortSignal,
  baseURL: string,
  people: readonly TestPerson[],
): Promise<{ reads: number; failures: Failure[] }> {
  const paths = people.flatMap(({ id, email }) => [`/u/${id}/avatar?s=64`, `/avatar/${md5(email)}?s=80`, `/api/users/${id}/avatar`]);
  const failures: Failure[] = [];
  let reads = 0;
  const read = async () => {
    while (!end.aborted) {
      const path = paths[reads % paths.length] ?? '/';
      reads += 1;
      const failure = await failureOf(path, async () => {
        const response = await fetch(baseURL + path);
        await response.arrayBuffer();
        return response.status;
      });
      if (failure) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return { reads, failures };
}

interface Written {
  person: TestPerson;
  /** Colours of the last acknowledged upload and of later ones, which may or may not be saved. */
  possible: Color[];
  acknowledged: number;
  failures: Failure[];
}

/** Uploads pictures of a person through nginx until the signal, and records the results in `written`. */
async function writeUntil(end: AbortSignal, baseURL: string, written: Written): Promise<void> {
  const { person } = written;
  for (let count = 0; !end.aborted; count += 1) {
    const color: Color = [(count * 53) % 256, (count * 101) % 256, (count * 29) % 256];
    const image = await plain('png', color, 200);
    const failure = await failureOf('PUT /api/me/avatar', async () => (await native.send(baseURL, person, image)).status);
    if (failure) {
      written.possible.push(color);
      written.failures.push(failure);
    } else {
      written.possible = [color];
      written.acknowledged += 1;
    }
  }
}

/**
 * Every acknowledged upload increased the version, and the last one is shown by both processes, unless a later one was saved.
 * @param repeated most uploads that nginx sent to both processes
 */
async function expectNothingLost(
  servers: readonly Server[],
  { person, possible, acknowledged, failures }: Written,
  repeated: number,
): Promise<void> {
  for (const { baseURL } of servers) {
    const response = await fetch(`${baseURL}/api/me/avatar`, { headers: person.auth });
    const [, version] = /^"a\d+v(\d+)/.exec(response.headers.get('etag') ?? '') ?? [];
    const saved = Number(version) - 1;
    expect(saved).toBeGreaterThanOrEqual(acknowledged);
    expect(saved).toBeLessThanOrEqual(acknowledged + failures.length + repeated);
    const shown = possible.map((color) => expectPicture(`${baseURL}/u/${person.id}/avatar?s=64`, color));
    await Promise.any(shown);
  }
}

/** Loads the deployment while its processes end one after the other and start again. */
async function restartAll({ nginx, servers, restart }: Deployment, signal: NodeJS.Signals) {
  const people = [await openAccount(nginx.baseURL), await openAccount(nginx.baseURL), await openAccount(nginx.baseURL)];
  for (const person of people) expect((await native.send(nginx.baseURL, person, await plain('png', [9, 90, 190], 200))).status).toBe(200);
  const writers = [await openAccount(nginx.baseURL), await openAccount(nginx.baseURL)];
  const written = writers.map((person): Written => ({ person, possible: [], acknowledged: 0, failures: [] }));
  const end = new AbortController();
  const reading = readUntil(end.signal, nginx.baseURL, people);
  const writing = written.map((one) => writeUntil(end.signal, nginx.baseURL, one));
  const saved = () => written.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const endings: Ending[] = [];
  try {
    for (const index of [0, 1] as const) {
      const before = saved();
      endings.push(await restart(index, signal));
      expect(saved()).toBeGreaterThan(before);
    }
    // A busy machine saves few pictures meanwhile.
    await expect.poll(() => Math.min(...written.map(({ acknowledged }) => acknowledged))).toBeGreaterThan(5);
  } finally {
    end.abort();
  }
  const [{ reads, failures }] = await Promise.all([reading, ...writing]);
  expect(reads).toBeGreaterThan(200);
  // nginx repeats a small upload, which it has read whole, if the process is killed before its response, and perhaps after it has saved it.
  const repeated = signal === 'SIGKILL' ? endings.length : 0;
  for (const one of written) await expectNothingLost(servers, one, repeated);
  return { endings, failedReads: failures, failedWrites: written.flatMap((one) => one.failures) };
}

test('no request fails while the processes restart one after the other (SIGTERM)', async ({ deployment }) => {
  const { failedReads, failedWrites } = await restartAll(deployment, 'SIGTERM');
  expect([...failedReads, ...failedWrites]).toEqual([]);
});

test('processes that are killed fail only requests that they had begun (SIGKILL), and lose no upload', async ({ deployment }) => {
  const { endings, failedReads, failedWrites } = await restartAll(deployment, 'SIGKILL');
  const wasInFlight = ({ began, ended }: Failure) => endings.some((ending) => began < ending.ended && ended > ending.began);
  expect([...failedReads, ...failedWrites].filter((failure) => !wasInFlight(failure))).toEqual([]);
});
