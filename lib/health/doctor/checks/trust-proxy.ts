import type { SeenSender } from '../doctor';
import { type Check, ok, problem, type Verdict, warning } from '../finding';
import { observation, remedy } from '../texts';

export interface TrustProxyPort {
  /** As TRUST_PROXY has it. */
  trusts: (address: string, hop: number) => boolean;
  /** The administrator who asks; null on the command line. */
  sender: SeenSender | null;
  /** Whether only a proxy can be in front, since this server speaks no TLS. */
  isHttps: boolean;
  /** Whether a platform names the client. */
  isPlatform: boolean;
}

/** Addresses for documentation (RFC 5737, RFC 3849): no proxy has them, and no list names both. */
const STRANGERS = ['203.0.113.7', '2001:db8::7'];

/** More hops than there are proxies anywhere. */
const FAR = 1_000;

/** Whether the client address is that of the client, which limits and the audit log rely on. */
export const trustProxyCheck = (port: TrustProxyPort): Check => ({
  id: 'trust-proxy',
  run: async () => verdictOf(port),
});

function verdictOf({ trusts, sender, isHttps, isPlatform }: TrustProxyPort): Verdict {
  const seen = sender ? [observation('trust_proxy_seen', { address: sender.address })] : [];
  if (isPlatform) return ok(...seen, observation('trust_proxy_platform'));
  if (STRANGERS.some((address) => trusts(address, FAR))) return problem([...seen, observation('trust_proxy_all')], remedy('list_proxies'));
  const byNumber = STRANGERS.some((address) => trusts(address, 0));
  if (!sender) return ok(observation(byNumber ? 'trust_proxy_number' : 'trust_proxy_addresses'), observation('trust_proxy_elsewhere'));
  const { address, forwardedFor } = sender;
  if (forwardedFor.length === 0) {
    if (byNumber) return warning([...seen, observation('trust_proxy_bypassed')], remedy('close_port'));
    if (isHttps) return warning([...seen, observation('trust_proxy_silent')], remedy('forward_addresses'));
    return ok(...seen, observation('trust_proxy_direct'));
  }
  if (forwardedFor.includes(address)) return ok(...seen, observation('trust_proxy_forwarded'));
  return warning([...seen, observation('trust_proxy_ignored')], remedy('trust_address', { address }));
}
