import type { AdministrationRecords } from './accounts/administration/ports';
import type { RegistrationPolicy } from './accounts/registration/ports';
import { DIRECT_UPLOAD_BYTES, MIN_FREE_BYTES } from './avatars/limits';
import { ORIGINALS } from './avatars/paths';
import type { AvatarRecords, Storage } from './avatars/ports';
import type { OpenDatabase } from './db/open';
import type { Env } from './env';
import { administratorCheck } from './health/doctor/checks/administrator';
import { baseUrlCheck, isLoopback } from './health/doctor/checks/base-url';
import { cachingCheck } from './health/doctor/checks/caching';
import { clockCheck } from './health/doctor/checks/clock';
import { dataFolderCheck } from './health/doctor/checks/data-folder';
import { databaseCheck } from './health/doctor/checks/database';
import { diskCheck } from './health/doctor/checks/disk';
import { mailCheck } from './health/doctor/checks/mail';
import { publicCheck } from './health/doctor/checks/public';
import { secretsCheck } from './health/doctor/checks/secrets';
import { storageCheck } from './health/doctor/checks/storage';
import { trustProxyCheck } from './health/doctor/checks/trust-proxy';
import { uploadCheck } from './health/doctor/checks/upload';
import { verificationCheck } from './health/doctor/checks/verification';
import { createExamination, type Doctor } from './health/doctor/doctor';
import { describeSecret, privateEntries, probeFolder } from './health/doctor/drivers/data-folder';
import type { DiskHistory } from './health/doctor/drivers/disk-history';
import { httpWeb } from './health/doctor/drivers/http-web';
import type { Identity } from './health/doctor/identity';
import { MULTIPART_OVERHEAD_BYTES } from './http/limits';
import { redacted } from './http/log/redact';
import { mediaUrl } from './http/picture-urls';
import type { MessageRecords } from './mail/ports';
import { freeBytesOf } from './storage/disk-space';

export interface DoctorDependencies {
  env: Env;
  secret: string;
  records: Pick<AdministrationRecords, 'countPeople'> & Pick<AvatarRecords, 'states'> & Pick<MessageRecords, 'summarizeMessages'>;
  policies: { policy(): Promise<RegistrationPolicy> };
  storage: Storage;
  inspect: OpenDatabase['inspect'];
  report: (error: unknown) => void;
}

interface Parts extends DoctorDependencies {
  identity: Identity;
  /** undefined: there is no disk. */
  disk: DiskHistory | undefined;
}

/** Connects the checks to what they look at in a running server. */
export function composeExamination({ env, identity, records, policies, storage, inspect, disk, report }: Parts): Doctor['examine'] {
  const { baseUrl, dataDir } = env;
  const web = httpWeb(baseUrl);
  const now = Date.now;
  const sendsMail = env.mail.smtpUrl !== undefined;
  const ofDisk = disk && [
    dataFolderCheck({ probe: () => probeFolder(dataDir) }),
    diskCheck({ freeBytes: () => freeBytesOf(dataDir), reservedBytes: MIN_FREE_BYTES, history: disk.samples, now }),
  ];

  async function picture() {
    const [state] = await records.states(1);
    if (!state) return null;
    const key = state.avatar?.key ?? state.generatedKey;
    return { media: mediaUrl('', { key, size: 128, format: 'webp' }), current: `/u/${state.person.id}/avatar` };
  }

  return createExamination({
    checks: () => [
      databaseCheck({ migrations: inspect }),
      ...(ofDisk ?? []),
      storageCheck(storage, ORIGINALS),
      administratorCheck({ countAdministrators: async () => (await records.countPeople()).administrators }),
      mailCheck({ sends: sendsMail, state: () => records.summarizeMessages(), now, redact: redacted }),
      verificationCheck({ isRequired: env.verifiesAddresses, sendsMail }),
      baseUrlCheck({ baseUrl, web, identity }),
      uploadCheck({ web, identity, bytes: largestRequest(env) }),
      cachingCheck({ web, picture }),
      clockCheck({ now, web, databaseNow: async () => (await inspect()).now }),
      secretsCheck({
        entries: async () => (disk ? privateEntries(dataDir) : []),
        secret: () => describeSecret(env.secret, dataDir),
      }),
      publicCheck({
        registration: async () => (await policies.policy()).registration,
        hashLookup: env.verifiesAddresses ? 'proved' : 'any',
        isOpenToOthers: !isLoopback(new URL(baseUrl)),
      }),
    ],
    senderCheck: (sender) =>
      trustProxyCheck({ sender, trusts: env.trustProxy, isHttps: baseUrl.startsWith('https:'), isPlatform: env.functions }),
    report,
  });
}

/** Bytes of the largest request that the server has to receive: platforms of functions refuse more, which clients send to the store. */
export function largestRequest({ functions, maxUploadBytes }: Pick<DoctorDependencies['env'], 'functions' | 'maxUploadBytes'>): number {
  return functions ? Math.min(DIRECT_UPLOAD_BYTES, maxUploadBytes) : maxUploadBytes + MULTIPART_OVERHEAD_BYTES;
}
