// npm run db:seed: creates demo people with pictures. Skips people who already exist.
import { join } from 'node:path';
import { createAccounts } from '@/lib/accounts/accounts';
import { SCOPES } from '@/lib/accounts/ports';
import { createAvatars } from '@/lib/avatars/avatars';
import { createDirectory } from '@/lib/avatars/delivery/directory';
import { createPictureMemory } from '@/lib/avatars/delivery/picture-memory';
import { ORIGINALS, RENDITIONS } from '@/lib/avatars/paths';
import { openDatabase } from '@/lib/db/open';
import { readEnv } from '@/lib/env';
import { isAvatarError } from '@/lib/errors';
import { createEvents } from '@/lib/events/events';
import { publishingRecords } from '@/lib/events/publishing-records';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { openStorage } from '@/lib/storage/open';
import { SCRIPT_OPTIONS } from '../scripts/script-options';
import { paint } from './paint';

const PASSWORD = 'likeness demo';
const PEOPLE = [
  { name: 'Ada Lovelace', email: 'ada@example.org', hue: 265, shape: 'sun' },
  { name: 'Grace Hopper', email: 'grace@example.org', hue: 200, shape: 'hills' },
  { name: '李 小龙', email: 'li@example.org', hue: 20, shape: 'sun' },
  { name: 'Zoë Ødegård', email: 'zoe@example.org', hue: 140, shape: 'hills' },
  { name: 'Sam (no picture yet)', email: 'sam@example.org', hue: 0, shape: undefined },
] as const;

const env = readEnv();
const database = await openDatabase({ ...env, ...SCRIPT_OPTIONS }).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const events = createEvents(console.error);
const records = publishingRecords(database.records, events);
const accounts = createAccounts(records);
const avatars = createAvatars({
  records,
  events,
  directory: createDirectory({ records, events, trust: database.trust }),
  memory: createPictureMemory(1_000_000),
  storage: await openStorage(env.storage, { folder: join(env.dataDir, 'pictures'), originals: ORIGINALS, renditions: RENDITIONS }),
  // Demo people upload their pictures, so Gravatar is never asked.
  gravatars: { pictureOf: async () => ({ kind: 'none' }) },
  semaphore: createSemaphore({ tasks: 1 }),
  onDemand: createSemaphore({ tasks: 1 }),
  heic: null,
  // The metadata report of a demo upload has no reader.
  metadata: async () => null,
  report: console.error,
  alert: (_level, message, error) => console.error(message, error),
});

for (const { name, email, hue, shape } of PEOPLE) {
  try {
    const { id, role } = await accounts.open({
      name,
      email,
      password: PASSWORD,
      role: (await records.hasAdministrator()) ? 'member' : 'admin',
    });
    if (shape) {
      const principal = { userId: id, role, via: 'session' as const, scopes: SCOPES };
      await avatars.replace(
        { principal, userId: id },
        { bytes: await paint(hue, shape), fileName: `${shape}.jpg`, alt: `${name}: ${shape}` },
      );
    }
    console.log(`${email}  ${PASSWORD}  (${role})`);
    if (role === 'admin') console.log('  This is the administrator, with a public password: never put this database on a network.');
  } catch (error) {
    if (!isAvatarError(error) || error.code !== 'email_taken') throw error;
    console.log(`${email}  was there already`);
  }
}
await avatars.settled();
await database.close();
