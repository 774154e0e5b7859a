import { AvatarError, accountDisabled } from '@/lib/errors';
import type { Mail } from '@/lib/mail/ports';
import { requireUncommonPassword } from '../common-passwords';
import { canonicalEmail } from '../email';
import type { Background } from '../links/background';
import { hashLinkToken, type Links } from '../links/links';
import { type Passwords, passwords } from '../password';
import type { PeopleRecords, Person } from '../ports';
import type { RateLimits } from '../rate-limit-ports';
import type { ResetRecords } from './ports';

/**
 * The sign-ins that a reset ends. If its link is the first proof of the address, another person may have opened the account, and with the
 * sessions go API keys, connected accounts and the proof of further addresses.
 */
export type ResetEffect = 'sessions' | 'everything';

/** A new password for people who forgot theirs, proved by a link that is mailed to them. */
export interface PasswordResets {
  /**
   * Mails a link if an account has this address. Returns before it looks, so that neither text nor time tells whether one has.
   * @throws AvatarError rate_limited, whether or not an account has it
   */
  request(email: string): Promise<void>;
  /**
   * Uses up the link, replaces the password and ends every sign-in. API keys stay if the address of the link was proved before.
   * @throws AvatarError link_expired; account_disabled; invalid_request if the password is too common, which leaves the link usable
   */
  confirm(token: string, newPassword: string): Promise<void>;
  /**
   * Tells beforehand how much {@link confirm} ends, and leaves the link usable.
   * @returns null if the link has expired
   */
  effectOf(token: string): Promise<ResetEffect | null>;
  /**
   * Creates a link for a person, on behalf of an administrator.
   * @param mails mails the link; otherwise the administrator hands it over
   * @returns the link
   * @throws AvatarError account_disabled, since a disabled account stays closed with any password
   */
  issue(person: Person, how: { mails: boolean }): Promise<string>;
  /** Tells a person that their password was changed, in the background. */
  announceChange(person: Pick<Person, 'email' | 'language' | 'timeZone'>): void;
}

export interface PasswordResetParts {
  records: Pick<PeopleRecords, 'personByEmail' | 'personById'> & ResetRecords;
  links: Links;
  mail: Mail;
  rateLimits: Pick<RateLimits, 'mail'>;
  background: Background;
  baseUrl: string;
}

export function createPasswordResets(
  { records, links, mail, rateLimits, background, baseUrl }: PasswordResetParts,
  { hashPassword }: Pick<Passwords, 'hashPassword'> = passwords,
): PasswordResets {
  /** Of the accounts with an unproved address only those whose primary one it is: a typing error must not give an account away. */
  async function ownerOf(email: string): Promise<Person | null> {
    const proved = await records.personByEmail(email, 'proved');
    if (proved) return proved;
    const assumed = await records.personByEmail(email, 'any');
    return assumed?.email === email ? assumed : null;
  }

  async function createLink(userId: number, email: string): Promise<{ url: string; expiresAt: Date }> {
    const { token, expiresAt } = await links.create({ purpose: 'reset-password', userId, email });
    return { url: `${baseUrl}/reset?token=${token}`, expiresAt };
  }

  async function mailLink(email: string): Promise<void> {
    const person = await ownerOf(email);
    // A disabled account stays closed with any password.
    if (!person || person.disabledAt) return;
    await mail.send({ to: email, language: person.language, kind: 'reset-password', ...(await createLink(person.id, email)) });
  }

  function announceChange({ email, language, timeZone }: Pick<Person, 'email' | 'language' | 'timeZone'>): void {
    const data = { at: new Date(), timeZone, url: `${baseUrl}/forgot` };
    background.run(() => mail.send({ to: email, language, kind: 'password-changed', ...data }));
  }

  return {
    async request(given) {
      const email = canonicalEmail(given);
      await rateLimits.mail('reset-password', email);
      background.run(() => mailLink(email));
    },
    async confirm(token, newPassword) {
      const link = await links.find(token, 'reset-password');
      const owner = link?.userId == null ? null : await records.personById(link.userId);
      const sha256 = hashLinkToken(token);
      if (!owner || sha256 === null) throw linkExpired();
      await requireUncommonPassword({ email: owner.email, name: owner.name, password: newPassword }, 'newPassword');
      const passwordHash = await hashPassword(newPassword);
      const person = await records.resetPassword(sha256, { passwordHash, now: new Date() });
      if (!person) throw linkExpired();
      announceChange({ ...owner, email: person.email });
    },
    async effectOf(token) {
      const link = await links.find(token, 'reset-password');
      if (link?.userId == null) return null;
      const proved = await records.personByEmail(link.email, 'proved');
      return proved?.id === link.userId ? 'sessions' : 'everything';
    },
    async issue({ id, email, language, disabledAt }, { mails }) {
      if (disabledAt) throw accountDisabled();
      const link = await createLink(id, email);
      if (mails) await mail.send({ to: email, language, kind: 'reset-password', ...link });
      return link.url;
    },
    announceChange,
  };
}

function linkExpired(): AvatarError {
  return new AvatarError('link_expired', 'This link has expired or was used already. Request a new one.');
}
