/** An internationalised domain comes in two spellings, and an account has one address: this is the one that is kept and compared. */
const ASCII_LABELS = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;

/** Of the part before the @, in ASCII: what zod takes, which is what browsers take without what nobody has. */
const LOCAL_PART = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]$/;

/** Characters that end a host in a URL, or are decoded there. */
const NOT_IN_HOSTS = /[\s/\\?#@:%[\]<>^|]/;

/**
 * An e-mail address as it is kept: trimmed, in lower case, an internationalised domain in its ASCII form (`münchen.example` is
 * `xn--mnchen-3ya.example`) and without a dot at the end. Control characters, which PostgreSQL refuses, are in none. A domain that
 * cannot be converted stays as it is.
 */
export function canonicalEmail(email: string): string {
  const trimmed = email.replaceAll(/\p{Cc}/gu, '').trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 0) return trimmed.toLowerCase();
  const domain = trimmed.slice(at + 1);
  return `${trimmed.slice(0, at).toLowerCase()}@${asciiDomain(domain) ?? domain.toLowerCase()}`;
}

/** @returns what is wrong with this e-mail address, in a sentence; undefined if nothing is */
export function emailProblem(email: string): string | undefined {
  const trimmed = email.trim();
  const at = trimmed.lastIndexOf('@');
  const domain = trimmed.slice(at + 1);
  if (at < 0 || !LOCAL_PART.test(trimmed.slice(0, at)) || domain === '') return 'Expected an e-mail address such as ada@example.org.';
  if (ASCII_LABELS.test(asciiDomain(domain) ?? '')) return undefined;
  return `Expected a domain such as example.org after the @; got ${domain.slice(0, 80)}.`;
}

/** @returns undefined if the domain is in no form that has an ASCII spelling */
function asciiDomain(domain: string): string | undefined {
  const lowerCase = domain.toLowerCase();
  const isAscii = !/[^\0-\x7f]/.test(lowerCase);
  // The URL parser reads numbers as IPv4 addresses, so it gets only what needs converting.
  const converted = isAscii && !/(?:^|\.)xn--/.test(lowerCase) ? lowerCase : hostOf(lowerCase);
  return converted?.replace(/\.$/, '');
}

function hostOf(domain: string): string | undefined {
  const url = `http://${domain}`;
  return NOT_IN_HOSTS.test(domain) || !URL.canParse(url) ? undefined : new URL(url).hostname;
}
