import type { Policy, PolicyRecords } from '@/lib/avatars/ports';
import type { Events } from '@/lib/events/events';
import type { Trust } from '@/lib/events/trust';

/** Time to wait for the database before the last known policy is used, in milliseconds. Reads usually take one or two. */
const WAIT_MS = 500;

/** Time for which the last known policy is used after it was known to be right, in milliseconds. */
const TTL_MS = 60_000;

export interface PolicyCacheParts {
  records: PolicyRecords;
  events: Pick<Events, 'subscribe'>;
  trust: Trust;
  now?: () => number;
}

/**
 * Keeps the policy for pages, help texts and body limits: until it changes while changes of every process are heard, else as the last
 * known one, for use while the database is slow or down. Uploads are checked against the database itself.
 */
export function createPolicyCache({ records, events, trust, now = () => performance.now() }: PolicyCacheParts): PolicyRecords {
  let known: { policy: Policy; isCurrent: boolean; until: number } | undefined;
  // A read that began before the last change may return the policy from before it.
  let changes = 0;

  function outdate(): void {
    changes += 1;
    if (known?.isCurrent) known = { ...known, isCurrent: false, until: now() + TTL_MS };
  }
  events.subscribe((event) => {
    if (event.type === 'policy-changed') outdate();
  });
  trust.onChange((isTrusted) => {
    outdate();
    // Before the first request needs it. The next one asks again if this fails.
    if (isTrusted) read().catch(() => {});
  });

  async function read(): Promise<Policy> {
    const before = changes;
    const policy = await records.policy();
    known = { policy, isCurrent: trust.isTrusted && changes === before, until: now() + TTL_MS };
    return policy;
  }

  return {
    async policy() {
      if (known?.isCurrent) return known.policy;
      const asked = read();
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
    async changePolicy(change, by) {
      const policy = await records.changePolicy(change, by);
      known = { policy, isCurrent: false, until: now() + TTL_MS };
      return policy;
    },
  };
}
