/** Canonical domains: IDNA in ASCII form. A domain has two spellings, and an account must have one address to compare. */
const ASCII_LABELS = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;

/** Local part, in ASCII: the addresses that zod accepts, which are those of `<input type="email">` minus unused forms. */
const LOCAL_PART = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]$/;

/** Characters that end the host of a URL, or that the URL parser decodes. */
const NOT_IN_HOSTS = /[\s/\\?#@:%[\]<>^|]/;

/**
 * The canonical form of an e-mail address: trimmed, lower case, without control characters (PostgreSQL refuses NUL) and without a trailing
 * dot. An internationalised domain is in its ASCII form (`münchen.example` is `xn--mnchen-3ya.example`). A domain that cannot be converted
 * stays as it is.
 */
export function canonicalEmail(email: string): string {
  const trimmed = email.replaceAll(/\p{Cc}/gu, '').trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 0) return trimmed.toLowerCase();
  const domain = trimmed.slice(at + 1);
  return `${trimmed.slice(0, at).toLowerCase()}@${asciiDomain(domain) ?? domain.toLowerCase()}`;
}

const PLACEHOLDER_DOMAIN = 'no-address.invalid';

/** The address of an account that has none. Nothing is mailed to it, and no sign-in takes it: RFC 2606 reserves `.invalid`. */
export function placeholderEmail(userId: number): string {
  return `account-${userId}@${PLACEHOLDER_DOMAIN}`;
}

export function isPlaceholderEmail(email: string): boolean {
  return email.endsWith(`@${PLACEHOLDER_DOMAIN}`);
}

/** Why an e-mail address is not valid. */
type EmailFault = { kind: 'invalid_email' } | { kind: 'reserved_domain' | 'invalid_domain'; domain: string };

/** @returns undefined if the address is valid */
export function emailFault(email: string): EmailFault | undefined {
  const trimmed = email.trim();
  const at = trimmed.lastIndexOf('@');
  const domain = trimmed.slice(at + 1);
  if (at < 0 || !LOCAL_PART.test(trimmed.slice(0, at)) || domain === '') return { kind: 'invalid_email' };
  const ascii = asciiDomain(domain) ?? '';
  // The account that takes the placeholder of another would keep that one from losing its address to the owner.
  if (`.${ascii}`.endsWith(`.${PLACEHOLDER_DOMAIN}`)) return { kind: 'reserved_domain', domain: PLACEHOLDER_DOMAIN };
  if (ASCII_LABELS.test(ascii)) return undefined;
  return { kind: 'invalid_domain', domain: domain.slice(0, 80) };
}

/** @returns the problem with this e-mail address, as a sentence; undefined if it is valid */
export function emailProblem(email: string): string | undefined {
  const fault = emailFault(email);
  if (!fault) return undefined;
  if (fault.kind === 'invalid_email') return 'Expected an e-mail address such as ada@example.org.';
  if (fault.kind === 'reserved_domain') return `Expected an address that receives mail; ${fault.domain} is reserved.`;
  return `Expected a domain such as example.org after the @; got ${fault.domain}.`;
}

/** @returns undefined if the domain has no ASCII form */
function asciiDomain(domain: string): string | undefined {
  const lowerCase = domain.toLowerCase();
  const isAscii = !/[^\0-\x7f]/.test(lowerCase);
  // The URL parser reads numbers as IPv4 addresses, so it only gets domains that need converting.
  const converted = isAscii && !/(?:^|\.)xn--/.test(lowerCase) ? lowerCase : hostOf(lowerCase);
  return converted?.replace(/\.$/, '');
}

function hostOf(domain: string): string | undefined {
  const url = `http://${domain}`;
  return NOT_IN_HOSTS.test(domain) || !URL.canParse(url) ? undefined : new URL(url).hostname;
}
