import type { Policy, PolicyRecords } from '@/lib/avatars/ports';

/** How long the database may take before the last known policy is shown in its place, in milliseconds. It takes one or two. */
const WAIT_MS = 500;

/** How old that may be, in milliseconds. Other processes may have changed it since. */
const KNOWN_FOR_MS = 60_000;

/**
 * The policy as pages and help show it, and as bodies are bounded by: while the database is slow or down, the last one that is known. What
 * an upload must keep to is judged by the database itself, so that a change holds at once.
 */
export function createPolicyMemory(records: PolicyRecords, now: () => number = Date.now): PolicyRecords {
  let known: { policy: Policy; until: number } | undefined;

  function keep(policy: Policy): Policy {
    known = { policy, until: now() + KNOWN_FOR_MS };
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
