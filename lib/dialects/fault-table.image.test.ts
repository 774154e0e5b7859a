import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { CALL_MS } from '@/lib/storage/bounded';
import { createTestApp, type TestPerson } from '@/testing/app';
import { sampledRows } from '@/testing/effort';
import { expectEverywhere } from '@/testing/in-process/addresses-of';
import { faultyDatabase } from '@/testing/in-process/faulty-database';
import { faultyStorage } from '@/testing/in-process/faulty-storage';
import { type Colour, expectColour, expectOldPicture, OLD_COLOUR, openOwner, tiny } from '@/testing/in-process/pictures';
import { md5 } from '@/testing/in-process/shown';
import { cloudreve, myCargoExtra, native, type Upload, ulule, zulip } from '@/testing/in-process/uploads';
import { enveloped, failure, message, problem, ululeError, type Wire, wireOf } from '@/testing/in-process/wire';
import { keysBelow } from '@/testing/storage';

const NEW: Colour = [20, 60, 220];
const NEXT: Colour = [30, 160, 60];
const DOWN = 'The database does not answer. Try again in 5 seconds.';
const ZULIP_DOWN: Wire = { status: 503, body: { result: 'error', msg: 'Service unavailable' } };

const database = faultyDatabase();
const storage = faultyStorage();
const app = await createTestApp({ records: database.records, storage });

afterEach(() => {
  vi.useRealTimers();
});

const upload = ({ api, send }: Upload, down: Wire) => ({
  api,
  send: async (person: TestPerson) => send(app, person, await tiny('png', NEW)),
  shows: NEW,
  down,
});

const removal = (api: string, headers: 'auth' | 'basic', down: Wire) => ({
  api,
  send: (person: TestPerson) =>
    app.ask('DELETE', api.replace('DELETE ', '').replace(':id', String(person.id)), { headers: person[headers] }),
  shows: null,
  down,
});

/** Each change, and its response while the database is down. */
const CHANGES = [
  upload(native, problem(503, 'database_unavailable')),
  upload(myCargoExtra, message(503, 'Unexpected Error')),
  upload(cloudreve, enveloped(failure(50001, 'Database operation failed'))),
  upload(ulule, ululeError(503, 'ValueError', [], DOWN)),
  upload(zulip, ZULIP_DOWN),
  removal('DELETE /api/me/avatar', 'auth', problem(503, 'database_unavailable')),
  removal('DELETE /v1/avatars/:id', 'auth', ululeError(503, 'ValueError', [], DOWN)),
  removal('DELETE /api/v1/users/me/avatar', 'basic', ZULIP_DOWN),
];

/** Pictures that are public, by id, by e-mail hash, by Cloudreve's id, and by key. */
const publicPaths = ({ id, email, hashid }: TestPerson, key: string) => [
  `/u/${id}/avatar?s=64`,
  `/avatar/${md5(email)}?s=64`,
  `/user/avatar/${hashid}`,
  `/media/${key}/64.webp`,
  `/user_avatars/1/${key}.png`,
];

/** Opens an account whose old picture was seen at every public address. */
async function openSeenOwner(): Promise<{ owner: TestPerson; paths: string[] }> {
  const owner = await openOwner(app);
  const { avatar } = await app.avatars.stateOf(owner.id);
  const paths = publicPaths(owner, avatar?.key ?? '');
  for (const path of paths) await expectColour(app, path, OLD_COLOUR);
  await app.avatars.settled();
  return { owner, paths };
}

const OUTAGES = CHANGES.flatMap((change) => (['before', 'after'] as const).map((moment) => ({ ...change, moment })));

describe.each(sampledRows(2, OUTAGES))('$api', ({ api, send, shows, down, moment }) => {
  it(`while the database goes away ${moment} any of its calls, is refused or done, and never half`, async () => {
    const answers = new Set<string>();
    for (let nth = 1, wasAway = true; wasAway; nth += 1) {
      const { owner, paths } = await openSeenOwner();
      database.failAt(nth, moment);
      onTestFinished(() => void database.comeBack());
      const response = await send(owner);
      const isDone = response.ok && !(await response.clone().text()).includes('"code":50001');
      if (!isDone) expect(await wireOf(response)).toEqual(down);
      const isUncertain = !isDone && (await database.stored.stateOf(owner.id))?.version === 3;
      // Whether the change was committed is unknown until the database is back.
      if (!isDone) for (const path of paths) await expectColour(app, path, OLD_COLOUR);
      await app.avatars.settled();
      wasAway = database.comeBack();
      answers.add(isDone ? 'done' : isUncertain ? 'committed, and refused' : 'refused');

      if (!isDone && !isUncertain) await expectOldPicture(app, owner);
      else if (shows) await expectEverywhere(app, owner, shows);
      else expect(await app.avatars.shown(owner.id)).toMatchObject({ source: 'none', version: 3 });
      expect(await wireOf(await native.send(app, owner, await tiny('png', NEXT)))).toMatchObject({ status: 200 });
      await expectEverywhere(app, owner, NEXT);
      await app.avatars.settled();
    }
    expect([api, [...answers].sort()]).toEqual([
      api,
      moment === 'before' ? ['done', 'refused'] : ['committed, and refused', 'done', 'refused'],
    ]);
  });
});

it('while neither the database nor changes of other processes are heard, the last known pictures are served', async () => {
  const { owner, paths } = await openSeenOwner();
  database.failAt(1, 'before');
  app.trust.set(false);
  onTestFinished(() => {
    database.comeBack();
    app.trust.set(true);
  });
  for (const path of paths) await expectColour(app, path, OLD_COLOUR);
  for (const path of ['/u/999999/avatar', `/avatar/${md5('nobody@example.org')}`]) expect((await app.ask('GET', path)).status).toBe(503);
  expect(await wireOf(await app.ask('GET', '/api/me/avatar', { headers: owner.auth }))).toEqual(problem(503, 'database_unavailable'));
});

const STORAGE_FAILED = new Map<Upload, Wire>([
  [native, problem(502, 'storage_failed')],
  [myCargoExtra, message(502, 'Image upload failed')],
  [cloudreve, enveloped(failure(50004, 'Failed to save avatar file'))],
  [ulule, ululeError(502, 'ValueError', ['image'], 'The storage does not answer.')],
  [zulip, { status: 500, body: { result: 'error', msg: 'Internal server error' } }],
]);
const HOUR_MS = 60 * 60 * 1000;

/** A behaviour of the storage, how long an upload waits for it, and whether the upload succeeds. */
const DELAYS = [
  { fault: 'hangs at writes', operations: ['put'], ms: HOUR_MS, waits: [CALL_MS], isDone: false },
  { fault: 'hangs at every call', operations: ['put', 'get', 'delete', 'list'], ms: HOUR_MS, waits: [CALL_MS, CALL_MS], isDone: false },
  { fault: 'is slow at writes', operations: ['put'], ms: CALL_MS - 1, waits: [CALL_MS - 1], isDone: true },
] as const;

const DELAYED = [...STORAGE_FAILED].flatMap(([upload, words]) => DELAYS.map((delay) => ({ upload, words, ...delay })));

describe.each(sampledRows(2, DELAYED))('$upload.api', ({ upload, words, fault, operations, ms, waits, isDone }) => {
  it(`while the storage ${fault}, the old picture is shown until the upload ends`, async () => {
    const { owner, paths } = await openSeenOwner();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    storage.delay(operations, ms);
    onTestFinished(() => storage.delay([], 0));
    const began = storage.waiting();
    const response = upload.send(app, owner, await tiny('png', NEW));
    await began;
    for (const path of paths) await expectColour(app, path, OLD_COLOUR);
    for (const wait of waits) await vi.advanceTimersByTimeAsync(wait);
    const wire = await wireOf(await response);
    if (!isDone) expect(wire).toEqual(words);
    storage.delay([], 0);
    // Calls that were given up end as well, late.
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    vi.useRealTimers();
    if (isDone) await expectEverywhere(app, owner, NEW);
    else await expectOldPicture(app, owner);
    expect((await upload.send(app, owner, await tiny('png', NEXT))).status).toBe(200);
    await expectEverywhere(app, owner, NEXT);
  });
});

const CLOCKS = [...STORAGE_FAILED.keys()].flatMap((upload) => [
  { upload, direction: 'ahead', jump: HOUR_MS },
  { upload, direction: 'back', jump: -HOUR_MS },
]);

describe.each(sampledRows(2, CLOCKS))('$upload.api', ({ upload, direction, jump }) => {
  it(`while the clock is set an hour ${direction} between two stages, the picture is saved once and shown everywhere`, async () => {
    const { owner, paths } = await openSeenOwner();
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    storage.delay(['put'], 1);
    onTestFinished(() => storage.delay([], 0));
    const began = storage.waiting();
    const response = upload.send(app, owner, await tiny('png', NEW));
    await began;
    storage.delay([], 0);
    vi.setSystemTime(Date.now() + jump);
    for (const path of paths) await expectColour(app, path, OLD_COLOUR);
    await app.avatars.sweep();
    await vi.advanceTimersByTimeAsync(1);
    expect((await response).status).toBe(200);
    await vi.advanceTimersByTimeAsync(CALL_MS);
    vi.useRealTimers();
    await expectEverywhere(app, owner, NEW);
    expect(await app.avatars.history(owner.change.principal)).toHaveLength(2);
    expect((await upload.send(app, owner, await tiny('png', NEXT))).status).toBe(200);
    await expectEverywhere(app, owner, NEXT);
  });
});

it('a picture that the storage lost is an error of the storage in each API, and a new upload replaces it', async () => {
  const { owner, paths } = await openSeenOwner();
  const [stored, before] = [await keysBelow(app.storage), await app.avatars.stateOf(owner.id)];
  const { key = '', originalKey = '' } = before.avatar ?? {};
  await app.storage.delete(stored.filter((path) => path.includes(key) || path.includes(originalKey)));
  app.restart();
  const statuses = [];
  for (const path of paths) statuses.push((await app.ask('GET', path)).status);
  // Cloudreve's clients know a lost picture as none.
  expect(statuses).toEqual([502, 502, 404, 502, 500]);
  const { auth: headers } = owner;
  expect(await wireOf(await app.ask('GET', '/api/me/avatar/original', { headers }))).toEqual(problem(502, 'storage_failed'));
  const crop = { x: 0, y: 0, width: 4, height: 4 };
  expect(await wireOf(await app.ask('PATCH', '/api/me/avatar', { headers, json: { crop } }))).toEqual(problem(502, 'storage_failed'));
  expect(await app.avatars.stateOf(owner.id)).toEqual(before);
  expect((await native.send(app, owner, await tiny('png', NEXT))).status).toBe(200);
  await expectEverywhere(app, owner, NEXT);
});
