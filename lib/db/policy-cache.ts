import type { Policy, PolicyRecords } from '@/lib/avatars/ports';

/** Time to wait for the database before the cached policy is used, in milliseconds. Reads usually take one or two. */
const WAIT_MS = 500;

/** TTL of the cached policy, in milliseconds: another process may have changed it. */
const TTL_MS = 60_000;

/**
 * Caches the last known policy for pages, help texts and body limits, and uses it while the database is slow or down. Uploads are checked
 * against the database itself, so that a change takes effect immediately.
 */
export function createPolicyCache(records: PolicyRecords, now: () => number = Date.now): PolicyRecords {
  let known: { policy: Policy; until: number } | undefined;

  function keep(policy: Policy): Policy {
    known = { policy, until: now() + TTL_MS };
    return policy;
  }

  return {
    async policy() {
      const asked = records.policy().then(keep);
      if (!known || now() > known.until) return asked;
      const { policy } = known;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Policy>((resolve) => {
        timer = setTimeout(() => resolve(policy), WAIT_MS);
      });
      try {
        return await Promise.race([asked.catch(() => policy), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    changePolicy: async (change, by) => keep(await records.changePolicy(change, by)),
  };
}
