import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withFixedRegistration } from '@/lib/accounts/registration/fixed-policy';
import { MIN_FREE_BYTES } from '@/lib/avatars/limits';
import { ORIGINALS } from '@/lib/avatars/paths';
import { largestRequest } from '@/lib/compose-examination';
import type { Env } from '@/lib/env';
import { administratorCheck } from '@/lib/health/doctor/checks/administrator';
import { baseUrlCheck, isLoopback } from '@/lib/health/doctor/checks/base-url';
import { cachingCheck } from '@/lib/health/doctor/checks/caching';
import { clockCheck } from '@/lib/health/doctor/checks/clock';
import { dataFolderCheck } from '@/lib/health/doctor/checks/data-folder';
import { databaseCheck, unopenedDatabaseCheck } from '@/lib/health/doctor/checks/database';
import { diskCheck } from '@/lib/health/doctor/checks/disk';
import { mailCheck } from '@/lib/health/doctor/checks/mail';
import { publicCheck } from '@/lib/health/doctor/checks/public';
import { runningServerCheck } from '@/lib/health/doctor/checks/running-server';
import { secretsCheck } from '@/lib/health/doctor/checks/secrets';
import { storageCheck } from '@/lib/health/doctor/checks/storage';
import { trustProxyCheck } from '@/lib/health/doctor/checks/trust-proxy';
import { uploadCheck } from '@/lib/health/doctor/checks/upload';
import { verificationCheck } from '@/lib/health/doctor/checks/verification';
import { describeSecret, privateEntries, probeFolder } from '@/lib/health/doctor/drivers/data-folder';
import { httpWeb } from '@/lib/health/doctor/drivers/http-web';
import type { Check } from '@/lib/health/doctor/finding';
import { createIdentity } from '@/lib/health/doctor/identity';
import type { Web } from '@/lib/health/doctor/web';
import { redacted } from '@/lib/http/log/redact';
import { mediaUrl } from '@/lib/http/picture-urls';
import { freeBytesOf } from '@/lib/storage/disk-space';
import { openInstallation, readSecret } from '../installation';
import type { ReadOnlyDatabase } from './database';

/** The checks that need no running server, and those that ask one through BASE_URL without credentials. */
export async function installationChecks(env: Env, database: ReadOnlyDatabase): Promise<Check[]> {
  const { baseUrl, dataDir } = env;
  const web = httpWeb(baseUrl);
  const secret = (await readSecret(env))?.trim();
  const identity = secret ? createIdentity(secret) : null;
  const sendsMail = env.mail.smtpUrl !== undefined;
  const open = database.kind === 'open' ? database : null;
  return [
    ...databaseChecks(env, database),
    ...(env.functions ? [] : await folderChecks(dataDir)),
    ...(await storageChecks(env)),
    verificationCheck({ isRequired: env.verifiesAddresses, sendsMail }),
    baseUrlCheck({ baseUrl, web, identity }),
    runningServerCheck(web),
    uploadCheck({ web, identity, bytes: largestRequest(env) }),
    cachingCheck({ web, picture: (signal) => pictureOf(web, open, signal) }),
    clockCheck({ now: Date.now, web, databaseNow: async () => (open ? (await open.inspect()).now : null) }),
    secretsCheck({ entries: () => privateEntries(dataDir), secret: () => describeSecret(env.secret, dataDir) }),
    trustProxyCheck({ sender: null, trusts: env.trustProxy, isHttps: baseUrl.startsWith('https:'), isPlatform: env.functions }),
  ];
}

function databaseChecks(env: Env, database: ReadOnlyDatabase): Check[] {
  // The server says whether its database works.
  if (database.kind === 'in-use') return [];
  if (database.kind !== 'open') return [unopenedDatabaseCheck(database.kind)];
  const { records, inspect } = database;
  const policies = withFixedRegistration(records, env.registration);
  return [
    databaseCheck({ migrations: inspect }),
    administratorCheck({ countAdministrators: async () => (await records.countPeople()).administrators }),
    mailCheck({ sends: env.mail.smtpUrl !== undefined, state: () => records.summarizeMessages(), now: Date.now, redact: redacted }),
    publicCheck({
      registration: async () => (await policies.policy()).registration,
      hashLookup: env.verifiesAddresses ? 'proved' : 'any',
      isOpenToOthers: !isLoopback(new URL(env.baseUrl)),
    }),
  ];
}

async function folderChecks(dataDir: string): Promise<Check[]> {
  const writing = dataFolderCheck({ probe: () => probeFolder(dataDir) });
  if (!(await stat(dataDir).catch(() => null))) return [writing];
  return [writing, diskCheck({ freeBytes: () => freeBytesOf(dataDir), reservedBytes: MIN_FREE_BYTES, history: () => null, now: Date.now })];
}

/** None before the first start: a folder that another user creates here would be closed to the server. */
async function storageChecks(env: Env): Promise<Check[]> {
  if (env.storage.kind === 'filesystem' && !(await stat(join(env.dataDir, 'pictures')).catch(() => null))) return [];
  return [storageCheck(await openInstallation(env), ORIGINALS)];
}

/** The picture of the first account: from the database, or as the server shows it to everyone. */
async function pictureOf(
  web: Web,
  database: (ReadOnlyDatabase & { kind: 'open' }) | null,
  signal: AbortSignal,
): Promise<{ media: string; current: string } | null> {
  if (database) {
    const [state] = await database.records.states(1);
    if (!state) return null;
    const key = state.avatar?.key ?? state.generatedKey;
    return { media: mediaUrl('', { key, size: 128, format: 'webp' }), current: `/u/${state.person.id}/avatar` };
  }
  const { status, text } = await web.request({ path: '/api/users/1/avatar' }, signal);
  if (status !== 200) return null;
  const [, key] = /"key":"([0-9a-f]{40})"/.exec(text) ?? [];
  return key === undefined ? null : { media: mediaUrl('', { key, size: 128, format: 'webp' }), current: '/u/1/avatar' };
}
