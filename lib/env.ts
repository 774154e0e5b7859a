import { join, resolve } from 'node:path';
import { z } from 'zod';
import { DEFAULT_MAX_UPLOAD_BYTES } from '@/lib/avatars/limits';
import type { MailSettings } from '@/lib/mail/settings';
import { type PageSources, pageSources, type StorageSettings } from '@/lib/storage/settings';
import { fixedRegistration, OIDC_VARIABLES, oidcSettings, REGISTRATION_VARIABLES } from './env-accounts';
import { ABOUT_VARIABLES, addresses, baseAddress, httpUrl, origins, storePrefix, trustedProxies } from './env-addresses';
import { MAIL_VARIABLES, mailSettings, verifiesAddresses } from './env-mail';
import { isFunction, missingFrom } from './env-requirements';
import { LANGUAGES, type Language } from './languages/languages';

/** Thrown by {@link parseEnv}; the message lists every invalid variable, one per line. */
export class EnvError extends Error {
  override name = 'EnvError';
}

const MIB = 1024 * 1024;

const AUDIT_DAYS = 'expected a number of days from 1 to 36500';

const perMinute = z.coerce.number('expected a number of requests').int().min(1, 'expected at least 1');

const variables = z.object({
  PORT: z.coerce.number('expected a port number').int().min(1).max(65535).default(3000),
  HOST: z.string().optional(),
  BASE_URL: httpUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://user:password@host:port/database, or nothing' })
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'expected redis://:password@host:port, rediss:// for TLS, or nothing' }).optional(),
  SECRET: z.string().min(32, 'expected at least 32 characters, or nothing').optional(),
  MAX_UPLOAD_BYTES: z.coerce
    .number('expected a number of bytes')
    .int()
    .min(100_000, 'expected at least 100000 bytes')
    // Uploads are held in memory during decoding, so a typo here must not allow memory exhaustion.
    .max(200 * MIB, `expected at most ${200 * MIB} bytes`)
    .default(DEFAULT_MAX_UPLOAD_BYTES),
  CACHE_BYTES: z.coerce
    .number('expected a number of bytes')
    .int()
    .min(MIB, `expected at least ${MIB} bytes`)
    .max(64 * 1024 * MIB, `expected at most ${64 * 1024 * MIB} bytes`)
    .default(64 * MIB),
  STORAGE: z.enum(['filesystem', 's3', 'vercel-blob'], 'expected filesystem, s3 or vercel-blob').default('filesystem'),
  S3_ENDPOINT: baseAddress.optional(),
  S3_REGION: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_PREFIX: storePrefix.optional(),
  S3_FORCE_PATH_STYLE: z.enum(['on', 'off'], 'expected on or off').optional(),
  S3_PUBLIC_URL: baseAddress.optional(),
  S3_ENCRYPTION: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse'], 'expected AES256, aws:kms or aws:kms:dsse').optional(),
  S3_KMS_KEY_ID: z.string().optional(),
  BLOB_READ_WRITE_TOKEN: z
    .string()
    .regex(/^vercel_blob_rw_[^_]+_/, 'expected the read-write token of a store, which starts with vercel_blob_rw_')
    .optional(),
  BLOB_ACCESS: z.enum(['private', 'public'], 'expected private or public').default('private'),
  BLOB_PREFIX: storePrefix.optional(),
  VERCEL_BLOB_API_URL: baseAddress.optional(),
  FUNCTIONS: z.enum(['on', 'off'], 'expected on or off').optional(),
  CRON_SECRET: z.string().min(16, 'expected at least 16 characters, or nothing').optional(),
  RATE_LIMIT_USER_PER_MINUTE: perMinute.default(200),
  RATE_LIMIT_IP_PER_MINUTE: perMinute.default(100),
  GRAVATAR_URL: baseAddress.optional(),
  FETCH_ADDRESSES: z.enum(['on', 'off'], 'expected on or off').default('on'),
  FETCH_PRIVATE_ORIGINS: z.string().transform(origins).prefault(''),
  UPSTREAM_AVATARS: z.string().transform(addresses).prefault(''),
  TRUST_PROXY: z.string().transform(trustedProxies).prefault(''),
  METRICS_PORT: z.coerce.number('expected a port number').int().min(1).max(65535).optional(),
  METRICS_TOKEN: z.string().min(16, 'expected at least 16 characters, or nothing').optional(),
  AUDIT_DAYS: z.coerce.number(AUDIT_DAYS).int(AUDIT_DAYS).min(1, AUDIT_DAYS).max(36_500, AUDIT_DAYS).default(365),
  DEFAULT_LANGUAGE: z.enum(LANGUAGES, `expected one of ${LANGUAGES.join(', ')}`).default('en'),
  ...ABOUT_VARIABLES,
  ...MAIL_VARIABLES,
  ...REGISTRATION_VARIABLES,
  ...OIDC_VARIABLES,
  HEIC: z.enum(['on', 'off'], 'expected on or off').default('on'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** Replacements for secret values: error messages end up in logs and bug reports. */
const REDACTED: Record<string, string> = {
  SECRET: 'something shorter',
  METRICS_TOKEN: 'something shorter',
  DATABASE_URL: 'something else',
  REDIS_URL: 'something else',
  BLOB_READ_WRITE_TOKEN: 'something else',
  CRON_SECRET: 'something shorter',
  SMTP_URL: 'something else',
};

/** The settings of a running server, all from environment variables; `.env.example` documents each. */
export interface Env {
  /** TCP port to listen on. */
  port: number;
  /** Network interface to listen on; undefined for all. */
  host: string | undefined;
  /** The public origin without a trailing slash, such as `https://pictures.example.org`. */
  baseUrl: string;
  /** Absolute path of the folder for the secret, the pictures and the embedded database. */
  dataDir: string;
  /** Connection string of a PostgreSQL server; undefined for the embedded database. */
  databaseUrl: string | undefined;
  /** Where rate limits are counted; undefined for the database server, or this process without one. */
  redisUrl: string | undefined;
  /** Signs sessions; undefined to create one at first start in the data folder. */
  secret: string | undefined;
  storage: StorageSettings;
  /** Whether this process is a function: it has no disk and no timers, and the platform's proxy names the client address. */
  functions: boolean;
  /** Lets requests for maintenance in; undefined: there are none. */
  cronSecret: string | undefined;
  pageSources: PageSources;
  /** Largest upload in bytes, for the native API and MyCargoExtra. */
  maxUploadBytes: number;
  /** Gravatar or Libravatar services that are asked for e-mail hashes without an account, without trailing slashes. */
  upstreamAvatars: readonly string[];
  /** The documentation and the source code, for the footer of pages; undefined: it has no link. */
  docsUrl: string | undefined;
  sourceUrl: string | undefined;
  /** Bytes of pictures that are kept in memory for reading. */
  cacheBytes: number;
  /** Writes per minute and person. */
  userPerMinute: number;
  /** Requests per minute and address without valid credentials. */
  addressPerMinute: number;
  /** Gravatar or a compatible service, without a trailing slash; undefined for the public service. */
  gravatarUrl: string | undefined;
  /** Pictures are fetched from addresses that people type; undefined: none are. `trustedOrigins` may be in a private network. */
  fetching: { trustedOrigins: readonly string[] } | undefined;
  /** Whether to trust `X-Forwarded-For` from the proxy at this address, this many hops away. */
  trustProxy: (address: string, hop: number) => boolean;
  mail: MailSettings;
  /** Of pages and mail for people who have chosen none and whose browser asks for none that we have. */
  defaultLanguage: Language;
  /** The rules for new accounts; undefined: the administrator decides. */
  registration: ReturnType<typeof fixedRegistration>;
  /** The provider with which people sign in; undefined: there is none. */
  oidc: ReturnType<typeof oidcSettings>;
  /** Days after which entries of the audit log are deleted. */
  auditDays: number;
  /** Whether an e-mail address has to be proved by a mailed link. */
  verifiesAddresses: boolean;
  /** Whether to decode HEIC pictures. */
  heic: boolean;
  /** Port of this machine that serves metrics; undefined for none. */
  metricsPort: number | undefined;
  /** Bearer token for metrics on the main port; undefined if they are not served there. */
  metricsToken: string | undefined;
  logLevel: z.infer<typeof variables>['LOG_LEVEL'];
}

/**
 * Parses the settings from environment variables. An empty variable counts as unset.
 * @throws EnvError with the list of all invalid variables.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = variables.safeParse(given);
  const lines = (result.error?.issues ?? []).map((issue) => {
    const name = issue.path.join('.');
    return `  ${name}: ${issue.message} (got ${REDACTED[name] ?? JSON.stringify(given[name])})`;
  });
  lines.push(...missingFrom(given));
  if (!result.success || lines.length > 0) {
    throw new EnvError(`Invalid environment variables:\n${lines.join('\n')}\n.env.example documents all of them.`);
  }
  const env = result.data;
  const storage = storageOf(env, given.AWS_REGION);
  const baseUrl = new URL(env.BASE_URL ?? `http://localhost:${env.PORT}`).origin;
  return {
    port: env.PORT,
    host: env.HOST,
    baseUrl,
    dataDir: resolve(/* turbopackIgnore: true */ process.cwd(), env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    secret: env.SECRET,
    storage,
    functions: isFunction(given),
    cronSecret: env.CRON_SECRET,
    pageSources: pageSources(storage),
    maxUploadBytes: env.MAX_UPLOAD_BYTES,
    docsUrl: env.DOCS_URL,
    sourceUrl: env.SOURCE_URL,
    cacheBytes: env.CACHE_BYTES,
    userPerMinute: env.RATE_LIMIT_USER_PER_MINUTE,
    addressPerMinute: env.RATE_LIMIT_IP_PER_MINUTE,
    gravatarUrl: env.GRAVATAR_URL,
    upstreamAvatars: env.UPSTREAM_AVATARS,
    fetching: env.FETCH_ADDRESSES === 'on' ? { trustedOrigins: env.FETCH_PRIVATE_ORIGINS } : undefined,
    trustProxy: env.TRUST_PROXY,
    mail: mailSettings(env, baseUrl),
    defaultLanguage: env.DEFAULT_LANGUAGE,
    registration: fixedRegistration(env),
    oidc: oidcSettings(env),
    auditDays: env.AUDIT_DAYS,
    verifiesAddresses: verifiesAddresses(env),
    heic: env.HEIC === 'on',
    metricsPort: env.METRICS_PORT,
    metricsToken: env.METRICS_TOKEN,
    logLevel: env.LOG_LEVEL,
  };
}

function storageOf(env: z.infer<typeof variables>, sdkRegion: string | undefined): StorageSettings {
  if (env.STORAGE === 'filesystem') return { kind: 'filesystem' };
  if (env.STORAGE === 'vercel-blob')
    return {
      kind: 'vercel-blob',
      token: env.BLOB_READ_WRITE_TOKEN ?? '',
      access: env.BLOB_ACCESS,
      prefix: env.BLOB_PREFIX ?? '',
      apiUrl: env.VERCEL_BLOB_API_URL,
    };
  return {
    kind: 's3',
    bucket: env.S3_BUCKET ?? '',
    // Signatures contain a region. Compatible services accept this one unless they have several.
    region: env.S3_REGION ?? sdkRegion ?? (env.S3_ENDPOINT ? 'us-east-1' : undefined),
    endpoint: env.S3_ENDPOINT,
    prefix: env.S3_PREFIX ?? '',
    forcePathStyle: env.S3_FORCE_PATH_STYLE ? env.S3_FORCE_PATH_STYLE === 'on' : env.S3_ENDPOINT !== undefined,
    publicUrl: env.S3_PUBLIC_URL,
    encryption: env.S3_ENCRYPTION,
    kmsKeyId: env.S3_KMS_KEY_ID,
  };
}

/**
 * Loads `.env`, which does not override set variables, and parses the environment.
 * @param overrides variables in place of those of the environment
 * @throws EnvError
 */
export function readEnv(overrides: Record<string, string> = {}): Env {
  try {
    process.loadEnvFile(join(/* turbopackIgnore: true */ process.cwd(), '.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const env = parseEnv({ ...process.env, ...overrides });
  // next-auth reads its public address only from this variable.
  process.env.NEXTAUTH_URL = env.baseUrl;
  // The driver repeats requests itself, within its own bounds. The SDK reads the number only from this variable.
  process.env.VERCEL_BLOB_RETRIES = '0';
  return env;
}
