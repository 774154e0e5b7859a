import type { SeenSender } from '../doctor';
import { type Check, ok, problem, type Verdict, warning } from '../finding';

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
  title: 'Client addresses (TRUST_PROXY)',
  run: async () => verdictOf(port),
});

function verdictOf({ trusts, sender, isHttps, isPlatform }: TrustProxyPort): Verdict {
  const seen = sender ? `The server sees you at ${sender.address}. ` : '';
  if (isPlatform) return ok(`${seen}The platform names the client.`);
  if (STRANGERS.some((address) => trusts(address, FAR)))
    return problem(
      `${seen}TRUST_PROXY trusts every address: any client can pretend to be another, and so evade rate limits.`,
      'Set TRUST_PROXY to the addresses of your proxies alone, or to the number of them.',
    );
  const byNumber = STRANGERS.some((address) => trusts(address, 0));
  if (!sender)
    return ok(
      `${byNumber ? 'TRUST_PROXY is a number of proxies.' : 'TRUST_PROXY trusts no strangers.'} The page /settings/health shows the address that the server sees.`,
    );
  const { address, forwardedFor } = sender;
  if (forwardedFor.length === 0) {
    if (byNumber)
      return warning(
        `${seen}Your request came without a proxy, and TRUST_PROXY is a number: clients who reach this port directly can pretend to have any address.`,
        'Let only the proxy reach this port, such as by HOST=127.0.0.1, or set TRUST_PROXY to the address of the proxy.',
      );
    if (isHttps)
      return warning(
        `${seen}The proxy sends no X-Forwarded-For: all people seem to have this address, and share its rate limit.`,
        'Let the proxy send X-Forwarded-For (docs/deploy.md), and set TRUST_PROXY to its address.',
      );
    return ok(`${seen}No proxy has passed your request on.`);
  }
  if (forwardedFor.includes(address)) return ok(`${seen}It is from X-Forwarded-For of a trusted proxy.`);
  return warning(
    `${seen}X-Forwarded-For is present and ignored: behind a proxy all people seem to have this address, and share its rate limit.`,
    `If this is the address of your proxy, set TRUST_PROXY=${address}.`,
  );
}
