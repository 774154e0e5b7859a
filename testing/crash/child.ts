// A process that makes one change and is killed at one step of it. Run by lib/avatars/crash-table.crash.test.ts.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { Storage } from '@/lib/avatars/ports';
import { connectToServer } from '@/lib/db/client';
import { databaseRecords } from '@/lib/db/records';
import { filesystemStorage } from '@/lib/storage/filesystem';
import { createCore } from '../core';
import type { Records } from '../records';
import { CHANGES } from './changes';

/** Methods of the records that write. */
const WRITES = ['save', 'point', 'describe', 'markRemoved'] as const;

const [databaseUrl = '', folder = '', name = '', userId = '', killAt = ''] = process.argv.slice(2);
let steps = 0;

/** Kills this process, which runs nothing after it, if this is the step. */
function step(): void {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

/** The step before a call, and so the one after the call before it. */
function atStep<T>(run: () => Promise<T>): Promise<T> {
  step();
  return run();
}

function steppedRecords(records: Records): Records {
  const writes = WRITES.map((method) => {
    const write = records[method] as (...parameters: unknown[]) => Promise<unknown>;
    return [method, (...parameters: unknown[]) => atStep(() => write(...parameters))];
  });
  return { ...records, ...Object.fromEntries(writes) };
}

const steppedStorage = (storage: Storage): Storage => ({
  ...storage,
  put: (...object) => atStep(() => storage.put(...object)),
  delete: (keys) => atStep(() => storage.delete(keys)),
});

// Inside of a put: the temporary file is complete and has not its name yet.
const { rename } = fs;
fs.rename = (...paths) => {
  step();
  return rename(...paths);
};
syncBuiltinESMExports();

const database = connectToServer(databaseUrl);
const core = createCore(steppedRecords(databaseRecords(database.db)), { inner: steppedStorage(filesystemStorage(folder)) });
await CHANGES.find((change) => change.name === name)?.run(core, Number(userId));
// After the last call.
step();
if (core.reported.length > 0) throw core.reported[0];
await database.close();
