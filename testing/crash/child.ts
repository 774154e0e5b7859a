// A process that makes one change and is killed at one step of it. Run by killed.ts.
import type { Storage } from '@/lib/avatars/ports';
import { connectToServer } from '@/lib/db/client';
import { databaseRecords } from '@/lib/db/records';
import { createCore } from '../core';
import type { Records } from '../records';
import { CHANGES } from './changes';
import { DELETIONS } from './deletions';
import { createSteps, openCrashStore } from './store';

/** Methods of the records that write. */
const WRITES = ['save', 'point', 'describe', 'markRemoved', 'erase', 'endErasure'] as const;

const [databaseUrl = '', store = '', name = '', userId = '', killAt = ''] = process.argv.slice(2);
const steps = createSteps(Number(killAt));

function steppedRecords(records: Records): Records {
  const writes = WRITES.map((method) => {
    const write = records[method] as (...parameters: unknown[]) => Promise<unknown>;
    return [method, (...parameters: unknown[]) => steps.before(() => write(...parameters))];
  });
  return { ...records, ...Object.fromEntries(writes) };
}

const steppedStorage = (storage: Storage): Storage => ({
  ...storage,
  put: (...object) => steps.before(() => storage.put(...object)),
  delete: (keys) => steps.before(() => storage.delete(keys)),
});

const database = connectToServer(databaseUrl);
const storage = await openCrashStore(JSON.parse(store));
const core = createCore(steppedRecords(databaseRecords(database)), { inner: steppedStorage(storage) });
await [...CHANGES, ...DELETIONS].find((change) => change.name === name)?.run(core, Number(userId));
// After the last call.
steps.step();
if (core.reported.length > 0) throw core.reported[0];
await database.close();
// The client of S3 keeps connections open.
process.exit();
