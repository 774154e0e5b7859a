import type { IncomingMessage } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { NextAuthOptions } from 'next-auth';
import pino from 'pino';

import { createAccounts } from './accounts/accounts';
import { createAuthenticator } from './accounts/authenticate';
import { createKnownNetworks } from './accounts/known-networks';
import { clientAddress } from './accounts/network';
import { nextAuthOptions, sessionCookieName } from './accounts/next-auth';
import { createRateLimits } from './accounts/rate-limits';
import { readOrCreateSecret } from './accounts/secret';
import { createTokens } from './accounts/tokens';
import { createAvatars } from './avatars/avatars';
import { createCustomSizes } from './avatars/delivery/custom-sizes';
import { MIN_FREE_BYTES } from './avatars/limits';
import { ORIGINALS, RENDITIONS } from './avatars/paths';
import { openDatabase } from './db/open';
import { createPolicyCache } from './db/policy-cache';
import { createHeicThread } from './decoders/heic';
import { createMetadataThread } from './decoders/metadata';
import { cloudreveRoutes } from './dialects/cloudreve/routes';
import { deliveryRoutes } from './dialects/delivery/routes';
import { avatarAddress, HASH_ADDRESS } from './dialects/gravatar/avatar-path';
import { gravatarRoutes } from './dialects/gravatar/routes';
import { myCargoExtraRoutes } from './dialects/mycargoextra/routes';
import { nativeRoutes } from './dialects/native/routes';
import { byAction, nextAuthAddresses } from './dialects/next-auth/routes';
import { ululeRoutes } from './dialects/ulule/routes';
import { zulipRoutes } from './dialects/zulip/routes';
import { type Env, readEnv } from './env';
import { createEvents } from './events/events';
import { publishingRecords } from './events/publishing-records';
import { createGravatars } from './gravatar/gravatars';
import { createBodyBudget } from './http/body/body-budget';
import { longestBodySeconds } from './http/body/min-throughput';
import type { Endpoint, Services } from './http/endpoint';
import { MULTIPART_OVERHEAD_BYTES } from './http/limits';
import { forEachMethod, type Method } from './http/methods';
import { type Answer, createNodeAdapter } from './http/node-adapter';
import { type RouteHandler, type ServeParts, serve } from './http/serve';
import { createPageGuard, type PageGuard } from './http/unavailable-page';
import { GENERAL_FORMATS } from './imaging/media-types';
import { ON_DEMAND_BYTES } from './scheduling/limits';
import { createSemaphore } from './scheduling/semaphore';
import { cachingStorage } from './storage/caching';
import { createDiskSpace, freeBytesOf, reservingStorage } from './storage/disk-space';
import { filesystemStorage } from './storage/filesystem';
import { createPainter } from './styles/painter';

/** One running server. The only place that knows every driver and dialect by name. */
export interface App {
  env: Env;
  nextAuth: NextAuthOptions;
  parts: ServeParts;
  /** The address of whoever sent a request, past the proxies that are believed. */
  clientAddress(incoming: IncomingMessage): string;
  /** Longest that a request may take to come, in seconds: the largest upload at the lowest rate. */
  longestRequestSeconds: number;
  /** Answers for pictures, for `server.mjs` to ask before Next.js. */
  answerPicture: Answer;
  /** Answers pages while the database cannot be asked, for `server.mjs` to ask before Next.js. */
  answerUnavailable: PageGuard;
  /** Waits for work in the background, then closes the database and lets the data folder go. */
  close(): Promise<void>;
}

/** Some 1,500 pictures of 256 pixels. */
const CACHED = { prefix: RENDITIONS, capacityBytes: 32 * 1024 * 1024, objectBytes: 256 * 1024, ttlMs: 5000 };

const MAINTENANCE_MS = 60 * 60 * 1000;

async function build(): Promise<App> {
  const env = readEnv();
  const log = pino({ level: env.logLevel });
  const database = await openDatabase({
    ...env,
    announce: (message) => log.info(message),
    log,
    onFatal(message) {
      // Whatever waits for the database would wait for ever, and a new start recovers what it had acknowledged.
      log.fatal(message);
      process.exit(1);
    },
  });
  const secret = env.secret ?? (await readOrCreateSecret(env.dataDir));
  const report = (error: unknown) => log.error({ err: error }, 'Background work failed');
  const events = createEvents(report);
  const records = publishingRecords(database.records, events);
  const semaphore = createSemaphore({ tasks: availableParallelism() });
  // Whoever waits for an upload comes before strangers who ask for pictures that are not made yet.
  const onDemand = createSemaphore({ tasks: Math.max(1, Math.floor(availableParallelism() / 2)), bytes: ON_DEMAND_BYTES });
  const diskSpace = createDiskSpace({
    freeBytes: () => freeBytesOf(env.dataDir),
    onChange: (isLow, freeBytes) =>
      isLow
        ? log.error(
            { freeBytes, expected: MIN_FREE_BYTES },
            'The disk of the data folder is almost full: changes are refused until there is room',
          )
        : log.info({ freeBytes }, 'There is room on the disk of the data folder again'),
  });
  const files = filesystemStorage(join(env.dataDir, 'pictures'), { withoutHeader: ORIGINALS });
  const storage = cachingStorage(reservingStorage(files, diskSpace), CACHED);
  const gravatars = createGravatars({
    baseUrl: env.gravatarUrl,
    report: (error) => log.warn({ err: error }, 'Request to Gravatar failed'),
  });
  const heic = env.heic ? createHeicThread() : null;
  const metadata = createMetadataThread({ report });
  const avatars = createAvatars({
    records,
    events,
    storage,
    gravatars,
    semaphore,
    onDemand,
    heic: heic?.decode ?? null,
    metadata: metadata.read,
    report,
    alert: (level, message, error) => log[level]({ err: error }, message),
  });
  const accounts = createAccounts(records);
  const tokens = createTokens({ records, secret });
  const rateLimits = createRateLimits(env, createKnownNetworks({ records, secret, report, diskSpace }));
  const policies = createPolicyCache(records);
  // So that there is a last known one from the start.
  await policies.policy();
  const services: Services = {
    avatars,
    customSizes: createCustomSizes({ deliver: avatars, painter: createPainter(), semaphore: onDemand }),
    accounts,
    replies: records,
    tokens,
    policies,
    ping: database.ping,
    baseUrl: env.baseUrl,
    sessionCookie: sessionCookieName(env.baseUrl),
    maxUploadBytes: env.maxUploadBytes,
    gravatarUrl: env.gravatarUrl,
    formats: GENERAL_FORMATS.filter((format) => heic || format !== 'heic'),
  };
  const authenticator = createAuthenticator({ records, tokens, secret, diskSpace });
  const largestBytes = env.maxUploadBytes + MULTIPART_OVERHEAD_BYTES;
  const bodyBudget = createBodyBudget(largestBytes);
  let lookingAfter: Promise<unknown> = Promise.resolve();
  const closing = new AbortController();
  // Copies can be made later, when there is room for them.
  const refreshGravatars = async () => ((await diskSpace.isLow()) ? undefined : avatars.refreshGravatars(closing.signal));
  const maintain = () => {
    lookingAfter = Promise.all([avatars.sweep(closing.signal).catch(report), refreshGravatars().catch(report)]);
  };
  const timer = setInterval(maintain, MAINTENANCE_MS).unref();
  maintain();
  return {
    env,
    nextAuth: nextAuthOptions({
      accounts,
      rateLimits,
      secret,
      baseUrl: env.baseUrl,
      report: (error) => log.error({ err: error }, 'Sign-in failed'),
      log,
    }),
    parts: { services, authenticator, rateLimits, bodyBudget, diskSpace, log },
    answerUnavailable: createPageGuard({ services, authenticator }),
    longestRequestSeconds: longestBodySeconds(largestBytes),
    clientAddress: (incoming) => clientAddress(incoming, env.trustProxy),
    answerPicture: createNodeAdapter(
      [
        { path: /^\/media\/(?<key>[0-9a-f]{40})\/(?<file>[a-z0-9.]+)$/, handler: delivery.media.GET },
        { path: /^\/u\/(?<id>[0-9]+)\/avatar$/, handler: delivery.current.GET },
        { path: HASH_ADDRESS, handler: gravatar.hash.GET },
        { path: /^(?:\/api\/v4)?\/user\/avatar\/(?<id>[^/]+)$/, handler: cloudreve.picture.GET },
        { path: /^\/user_avatars\/(?<realm>[0-9]+)\/(?<file>[a-z0-9.-]+)$/, handler: zulip.picture.GET },
      ],
      env.baseUrl,
    ),
    async close() {
      clearInterval(timer);
      closing.abort();
      await lookingAfter;
      await Promise.all([avatars.settled(), heic?.close(), metadata.close()]);
      await database.close();
    },
  };
}

// Next.js bundles routes, pages and the start-up hook apart, each with its own copy of this module; what they share is the process.
const shared = globalThis as { [key: symbol]: Promise<App> | undefined };
const APP = Symbol.for('likeness.app');

/** The running server, built on first use. */
export function app(): Promise<App> {
  shared[APP] ??= build();
  return shared[APP];
}

/** Turns the endpoints of a dialect into route handlers. Entries that are functions already are handlers and stay as they are. */
function served<Name extends string>(routes: Record<Name, Record<Method, object>>): Record<Name, Record<Method, RouteHandler>> {
  const handlerOf = (endpoint: object): RouteHandler => {
    if (typeof endpoint === 'function') return endpoint as RouteHandler;
    return async (request, { params }) => serve(endpoint as Endpoint, request, await params, (await app()).parts);
  };
  const entries = Object.entries<Record<Method, object>>(routes).map(([name, methods]) => [
    name,
    forEachMethod((method) => handlerOf(methods[method])),
  ]);
  return Object.fromEntries(entries);
}

export const native = served(nativeRoutes);
export const cloudreve = served(cloudreveRoutes);
export const gravatar = served(gravatarRoutes);
export const myCargoExtra = served(myCargoExtraRoutes);
export const ulule = served(ululeRoutes);
export const delivery = served(deliveryRoutes);
export const zulip = served(zulipRoutes);
export const avatarOf = avatarAddress({ byHash: gravatar.hash, byPerson: zulip.leadToAvatar });
export const nextAuth = byAction(served(nextAuthAddresses(async () => (await app()).nextAuth)));
