/** Result of one check. `timeout`: no result within the time limit. */
export type CheckResult = 'ok' | 'failed' | 'timeout';

export const CHECKS = ['database', 'storage', 'decoder', 'disk'] as const;

export type CheckName = (typeof CHECKS)[number];

/** Whether this process can serve every kind of request, and the result of each check. */
export interface Readiness {
  ready: boolean;
  checks: Record<CheckName, CheckResult>;
}

/** Each check resolves if its dependency works. */
export type Checks = Record<CheckName, () => Promise<unknown>>;

/** Receives changes of a result, with the error if the check failed. */
export interface ReadinessLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

export interface ReadinessOptions {
  /** Time limit of each check in milliseconds. Load balancers give up after 5 seconds and more. */
  timeoutMs?: number;
  now?: () => number;
}

/** No original has this key: a storage that works finds none. Credentials may be limited to originals and renditions. */
export const PROBED_KEY = 'originals/probe';

const TIMEOUT_MS = 3_000;

/** Maximum age of a shared result, in milliseconds. */
const MAX_AGE_MS = 1_000;

interface Outcome {
  result: CheckResult;
  error?: unknown;
}

/**
 * Runs the checks in parallel, at most once a second however many clients ask. A check that hangs is not started again before it ends, so
 * that probes do not add load to a dependency in trouble.
 */
export function createReadiness(
  checks: Checks,
  log: ReadinessLog,
  { timeoutMs = TIMEOUT_MS, now = Date.now }: ReadinessOptions = {},
): () => Promise<Readiness> {
  const pending = new Map<CheckName, Promise<Outcome>>();
  const last = new Map<CheckName, CheckResult>();
  let current: Promise<Readiness> | undefined;
  let freshUntil = Number.NEGATIVE_INFINITY;

  function start(name: CheckName): Promise<Outcome> {
    const running = pending.get(name) ?? run(checks[name]).finally(() => pending.delete(name));
    pending.set(name, running);
    return running;
  }

  async function check(name: CheckName): Promise<CheckResult> {
    const { result, error } = await within(timeoutMs, start(name));
    if (result !== (last.get(name) ?? 'ok'))
      log[result === 'ok' ? 'info' : 'error']({ check: name, result, err: error }, 'Readiness changed');
    last.set(name, result);
    return result;
  }

  async function evaluate(): Promise<Readiness> {
    const [database, storage, decoder, disk] = await Promise.all([check('database'), check('storage'), check('decoder'), check('disk')]);
    freshUntil = now() + MAX_AGE_MS;
    const results = { database, storage, decoder, disk };
    return { ready: Object.values(results).every((result) => result === 'ok'), checks: results };
  }

  return () => {
    if (current === undefined || now() >= freshUntil) {
      // Callers share this evaluation until it ends, and its result for a second after that.
      freshUntil = Number.POSITIVE_INFINITY;
      current = evaluate();
    }
    return current;
  };
}

async function run(check: () => Promise<unknown>): Promise<Outcome> {
  try {
    await check();
    return { result: 'ok' };
  } catch (error) {
    return { result: 'failed', error };
  }
}

async function within(timeoutMs: number, outcome: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ result: 'timeout' }), timeoutMs);
  });
  try {
    return await Promise.race([outcome, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
