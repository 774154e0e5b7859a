import { createHash } from 'node:crypto';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { createSemaphore, type Semaphore } from '@/lib/scheduling/semaphore';
import { memoryCounters } from './counters';
import { canonicalEmail } from './email';
import { GUESSES_PER_ACCOUNT, GUESSES_WINDOW_SECONDS, SIGN_IN_SECONDS, SIGN_IN_WAIT_SECONDS, SIGN_INS_PER_MINUTE } from './limits';
import { LINKS_PER_HOUR } from './links/limits';
import { networkOf } from './network';
import type { KnownNetworks } from './ports';
import type { Allowance, Counted, Counters, RateLimits } from './rate-limit-ports';

const MINUTE_SECONDS = 60;

/** @param counters where requests and attempts are counted; processes that share it share every limit */
export function createRateLimits(
  { userPerMinute, addressPerMinute }: { userPerMinute: number; addressPerMinute: number },
  known: KnownNetworks,
  counters: Counters = memoryCounters(),
): RateLimits {
  const perMinute = (name: string, limit: number) => createCounter(counters, { name, limit, seconds: MINUTE_SECONDS, what: 'requests' });
  const users = perMinute('user', userPerMinute);
  const serviceKeys = perMinute('service-key', userPerMinute);
  const addresses = perMinute('address', addressPerMinute);
  const signIns = perMinute('sign-in', SIGN_INS_PER_MINUTE);
  const guesses = createCounter(counters, {
    name: 'guess',
    limit: GUESSES_PER_ACCOUNT,
    seconds: GUESSES_WINDOW_SECONDS,
    what: 'attempts to sign in with this e-mail address',
  });
  // Those of a person over all their addresses. Their refusals are not told: they would reveal which addresses belong to one account.
  const personSignIns = perMinute('person-sign-in', SIGN_INS_PER_MINUTE);
  const personGuesses = createCounter(counters, {
    name: 'person-guess',
    limit: GUESSES_PER_ACCOUNT,
    seconds: GUESSES_WINDOW_SECONDS,
    what: 'attempts to sign in to this account',
  });
  const links = createCounter(counters, {
    name: 'mail',
    limit: LINKS_PER_HOUR,
    seconds: 60 * MINUTE_SECONDS,
    what: 'messages to this e-mail address. Use the link in one of them, or look into the spam folder',
  });
  const runSequentially = createKeyedMutex();
  return {
    user: (userId) => users.count(String(userId)),
    serviceKey: (keyId) => serviceKeys.count(String(keyId)),
    address: (address) => addresses.count(networkOf(address)),
    refund: (address) => addresses.refund(networkOf(address)),
    mail: (purpose, email) => links.count(`${purpose} ${hashed(email)}`),
    async signIn(email, address, attempt) {
      // All spellings of an address share one key, whether or not it has an account.
      const account = hashed(canonicalEmail(email));
      const network = networkOf(address);
      const pair = `${account} ${network}`;
      // Sequential: a right password counts until it is verified, and must not push concurrent right ones over the limit. In this process
      // only: counting is atomic, so attempts in several processes at once can be refused too early, but never too late.
      return runSequentially(pair, async () => {
        const counted = [await consume(signIns, pair)];
        try {
          // Guesses from unknown networks share one limit, which must not lock the owner out on a known network.
          const isKnown = await known.includes(email, address);
          if (!isKnown) counted.push(await consume(guesses, account));
          const userId = await known.personOf(email);
          // An unknown address counts like that of a person: otherwise the time of the response would tell them apart.
          const owner = userId === null ? `address ${account}` : `person ${userId}`;
          let isWithin = await consumeQuietly(personSignIns, `${owner} ${network}`, counted);
          if (!isKnown) isWithin = (await consumeQuietly(personGuesses, owner, counted)) && isWithin;
          const person = await attempt(isWithin ? email : NO_ADDRESS);
          if (!person) return null;
          for (const refund of counted) await refund();
          await known.add(email, address);
          return person;
        } catch (error) {
          // A failed attempt, as with the database down, did not check the password.
          if (!isRefusal(error)) for (const refund of counted) await refund();
          throw error;
        }
      });
    },
  };
}

/** No account has it: a password for it is verified like one for an unknown address, and never right. */
const NO_ADDRESS = '';

/** The address in a key of a counter, where it must not be too long. */
const hashed = (email: string) => createHash('sha256').update(email).digest('base64url');

/** @returns a function that refunds the count. @throws AvatarError rate_limited */
async function consume(counter: Counter, key: string): Promise<() => Promise<void>> {
  await counter.count(key);
  return () => counter.refund(key);
}

/** Counts like {@link consume}. @returns whether the limit allows it */
async function consumeQuietly(counter: Counter, key: string, counted: (() => Promise<void>)[]): Promise<boolean> {
  try {
    counted.push(await consume(counter, key));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return isAvatarError(error) && error.code === 'rate_limited';
}

interface Counter {
  /** @throws AvatarError rate_limited */
  count(key: string): Promise<Allowance>;
  refund(key: string): Promise<void>;
}

/** @param what noun of the counted thing in the error message */
function createCounter(
  counters: Counters,
  { name, limit, seconds, what }: { name: string; limit: number; seconds: number; what: string },
): Counter {
  const counter = counters(name, { points: limit, seconds });
  const allowance = ({ count, msBeforeNext }: Counted): Allowance => ({
    limit,
    remaining: Math.max(0, limit - count),
    resetAt: Math.ceil((Date.now() + msBeforeNext) / 1000),
  });
  return {
    async count(key) {
      const counted = await counter.add(key);
      if (counted.count <= limit) return allowance(counted);
      const retryAfterSeconds = counted.msBeforeNext / 1000;
      const wait = Math.ceil(retryAfterSeconds);
      const message = `Too many ${what}. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`;
      throw new AvatarError('rate_limited', message, { retryAfterSeconds, ...allowance(counted) });
    },
    refund: (key) => counter.takeBack(key),
  };
}

/**
 * Runs calls with the same key sequentially, in order of arrival. Refuses a call that waits longer than {@link SIGN_IN_WAIT_SECONDS}, or
 * is expected to: each call ahead of it may wait for the database.
 */
function createKeyedMutex(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, { semaphore: Semaphore; calls: number }>();
  return async (key, run) => {
    const queue = queues.get(key) ?? { semaphore: createSemaphore({ tasks: 1, waitSeconds: SIGN_IN_WAIT_SECONDS }), calls: 0 };
    queues.set(key, queue);
    queue.calls += 1;
    let isRunning = false;
    try {
      return await queue.semaphore.run({ bytes: 0, seconds: SIGN_IN_SECONDS }, () => {
        isRunning = true;
        return run();
      });
    } catch (error) {
      throw isRunning ? error : tooManySignIns();
    } finally {
      queue.calls -= 1;
      if (queue.calls === 0) queues.delete(key);
    }
  };
}

function tooManySignIns(): AvatarError {
  const message = `Too many sign-ins to this account are in progress. Try again in ${SIGN_IN_WAIT_SECONDS} seconds.`;
  return new AvatarError('busy', message, { retryAfterSeconds: SIGN_IN_WAIT_SECONDS });
}
