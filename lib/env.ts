import { join, resolve } from 'node:path';
import proxyAddr from 'proxy-addr';
import { z } from 'zod';
import { DEFAULT_MAX_UPLOAD_BYTES } from '@/lib/avatars/limits';

/** Thrown by {@link parseEnv}; the message lists every variable that is wrong, one a line. */
export class EnvError extends Error {
  override name = 'EnvError';
}

const MIB = 1024 * 1024;

const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an address such as https://pictures.example.org' });

/** The same with a path, but nothing that could not be followed by one. */
const baseAddress = httpUrl
  .refine((address) => !/[?#]/.test(address), 'expected an address without ? and #')
  .transform((address) => new URL(address).href.replace(/\/+$/, ''));

const perMinute = z.coerce.number('expected a number of requests').int().min(1, 'expected at least 1');

/** A number of hops, or the addresses, networks and names that proxy-addr knows, as a test of the hops before us. */
function trustedProxies(text: string, context: z.RefinementCtx): Env['trustProxy'] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 1 && /^\d+$/.test(names[0] ?? '')) return (_address, hop) => hop < Number(names[0]);
  try {
    return proxyAddr.compile(names);
  } catch {
    context.addIssue('expected a number of hops, or addresses and networks such as loopback, 10.0.0.0/8');
    return z.NEVER;
  }
}

const variables = z.object({
  PORT: z.coerce.number('expected a port number').int().min(1).max(65535).default(3000),
  HOST: z.string().optional(),
  BASE_URL: httpUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://user:password@host:port/database, or nothing' })
    .optional(),
  SECRET: z.string().min(32, 'expected at least 32 characters, or nothing').optional(),
  MAX_UPLOAD_BYTES: z.coerce
    .number('expected a number of bytes')
    .int()
    .min(100_000, 'expected at least 100000 bytes')
    // Uploads are held in memory while they are decoded, so a slip of the finger here must not become an open door.
    .max(200 * MIB, `expected at most ${200 * MIB} bytes`)
    .default(DEFAULT_MAX_UPLOAD_BYTES),
  RATE_LIMIT_USER_PER_MINUTE: perMinute.default(200),
  RATE_LIMIT_IP_PER_MINUTE: perMinute.default(100),
  GRAVATAR_URL: baseAddress.optional(),
  TRUST_PROXY: z.string().transform(trustedProxies).prefault(''),
  HEIC: z.enum(['on', 'off'], 'expected on or off').default('on'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** What to say instead of values that hold a secret: error messages end up in logs and bug reports. */
const UNSPEAKABLE: Record<string, string> = { SECRET: 'something shorter', DATABASE_URL: 'something else' };

/** The settings of one running server. All of them come from environment variables; `.env.example` documents each. */
export interface Env {
  /** TCP port to listen on. */
  port: number;
  /** Network interface to listen on; all of them when undefined. */
  host: string | undefined;
  /** The public origin without a slash at the end, such as `https://pictures.example.org`. */
  baseUrl: string;
  /** Absolute path of the folder that holds the secret, the pictures and the embedded database. */
  dataDir: string;
  /** Connection string of a PostgreSQL server; undefined: embedded. */
  databaseUrl: string | undefined;
  /** Signs sessions; undefined: made at first start and kept in the data folder. */
  secret: string | undefined;
  /** Largest upload in bytes, for the native API and MyCargoExtra. */
  maxUploadBytes: number;
  /** Writes in a minute by one person. */
  userPerMinute: number;
  /** Requests in a minute by one address without credentials, or with wrong ones. */
  addressPerMinute: number;
  /** Gravatar, or what stands in for it, without a slash at the end; undefined: where each API has it. */
  gravatarUrl: string | undefined;
  /** Whether the `X-Forwarded-For` of the proxy at this address, this many hops before us, is believed. */
  trustProxy: (address: string, hop: number) => boolean;
  /** Whether HEIC pictures are decoded. */
  heic: boolean;
  logLevel: z.infer<typeof variables>['LOG_LEVEL'];
}

/**
 * Reads the settings out of environment variables. An empty variable counts as one that is not set.
 *
 * @throws EnvError with the whole list of what is wrong, not only the first.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = variables.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `  ${name}: ${issue.message} (got ${UNSPEAKABLE[name] ?? JSON.stringify(given[name])})`;
    });
    throw new EnvError(`Invalid environment variables:\n${lines.join('\n')}\n.env.example documents all of them.`);
  }
  const env = result.data;
  return {
    port: env.PORT,
    host: env.HOST,
    baseUrl: new URL(env.BASE_URL ?? `http://localhost:${env.PORT}`).origin,
    dataDir: resolve(/* turbopackIgnore: true */ process.cwd(), env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    secret: env.SECRET,
    maxUploadBytes: env.MAX_UPLOAD_BYTES,
    userPerMinute: env.RATE_LIMIT_USER_PER_MINUTE,
    addressPerMinute: env.RATE_LIMIT_IP_PER_MINUTE,
    gravatarUrl: env.GRAVATAR_URL,
    trustProxy: env.TRUST_PROXY,
    heic: env.HEIC === 'on',
    logLevel: env.LOG_LEVEL,
  };
}

/** Reads `.env` (Node does not overwrite what is set already) and then the environment. @throws EnvError */
export function readEnv(): Env {
  try {
    process.loadEnvFile(join(/* turbopackIgnore: true */ process.cwd(), '.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const env = parseEnv(process.env);
  // next-auth takes its own public address from this variable and from nowhere else.
  process.env.NEXTAUTH_URL = env.baseUrl;
  return env;
}
