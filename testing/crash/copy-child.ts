// A process that copies one store to another and is killed at one step of it. Run by lib/storage/copy.crash.test.ts.
import type { Storage } from '@/lib/avatars/ports';
import { copyObjects } from '@/lib/storage/copy';
import { createSteps, openCrashStore } from './store';

const [from = '', to = '', killAt = ''] = process.argv.slice(2);
const steps = createSteps(Number(killAt));

const stepped = (storage: Storage): Storage => ({
  ...storage,
  get: (key) => steps.before(() => storage.get(key)),
  put: (...object) => steps.before(() => storage.put(...object)),
});

const [source, target] = await Promise.all([from, to].map(async (store) => stepped(await openCrashStore(JSON.parse(store)))));
if (source && target) await copyObjects(source, target, { headersOf: () => ({}) });
// After the last call.
steps.step();
process.exit();
