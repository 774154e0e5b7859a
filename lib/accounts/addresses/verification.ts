import { randomBytes } from 'node:crypto';
import { AvatarError, wrongField } from '@/lib/errors';
import type { Mail } from '@/lib/mail/ports';
import { visibleText } from '@/lib/text';
import { requireUncommonPassword } from '../common-passwords';
import { canonicalEmail } from '../email';
import type { IdentityRecords } from '../identities/ports';
import type { Background } from '../links/background';
import { hashLinkToken, type Links } from '../links/links';
import { type Passwords, passwords } from '../password';
import type { PeopleRecords } from '../ports';
import type { RateLimits } from '../rate-limit-ports';
import type { NewPerson } from '../registration/ports';
import { type PendingAccount, pendingAccount, pendingAccountData } from './pending-account';
import type { AddressRecords, ConfirmedAddress } from './ports';

/** Addresses that are verified by mailed links. Until one is confirmed nothing exists and nothing is reserved. */
export interface Verification {
  /** Whether addresses are verified. Otherwise people are taken at their word, and only `confirm` may be called. */
  readonly isRequired: boolean;
  /**
   * Mails a link that opens the account, or, if one has the address, a message that says so. Returns before it looks, so that neither text
   * nor time tells which.
   * @throws AvatarError rate_limited; invalid_request if the password is too common
   */
  signUp(account: { email: string; name: string; password: string } & Pick<NewPerson, 'role' | 'invite'>): Promise<void>;
  /** Mails a link that gives a person the address, in the same way. @throws AvatarError rate_limited */
  request(userId: number, email: string): Promise<void>;
  /**
   * Tells the owner of an account that gets another address.
   * @param password of the account, for the link of a sign-up
   * @throws AvatarError link_expired, too_many_addresses;
   * invite_invalid and, for a sign-up without its password, invalid_request, which leave the link usable
   */
  confirm(token: string, password?: string): Promise<ConfirmedAddress>;
}

export interface VerificationParts {
  isRequired: boolean;
  records: Pick<PeopleRecords, 'personByEmail' | 'personById'> &
    Pick<AddressRecords, 'confirmAddress'> &
    Pick<IdentityRecords, 'identitiesOf'>;
  links: Links;
  mail: Mail;
  rateLimits: Pick<RateLimits, 'mail'>;
  background: Background;
  baseUrl: string;
}

export function createVerification(
  { isRequired, records, links, mail, rateLimits, background, baseUrl }: VerificationParts,
  { hashPassword, passwordMatches }: Passwords = passwords,
): Verification {
  const linkUrl = (token: string) => `${baseUrl}/verify?token=${token}`;

  async function mailSignUp(email: string, account: PendingAccount): Promise<void> {
    const owner = await records.personByEmail(email, 'proved');
    // An account that has neither a password nor an identity is handed over by the link. The answer and the mail are those of an address without an account.
    if (owner && (owner.passwordHash !== null || owner.disabledAt || (await records.identitiesOf(owner.id)).length > 0)) {
      const urls = { url: `${baseUrl}/sign-in`, resetUrl: `${baseUrl}/forgot` };
      return mail.send({ to: email, language: owner.language, kind: 'account-exists', ...urls });
    }
    const { token, expiresAt } = await links.create({ purpose: 'sign-up', email, data: pendingAccountData(account) });
    await mail.send({ to: email, language: null, kind: 'confirm-sign-up', url: `${linkUrl(token)}&new=1`, expiresAt });
  }

  async function mailLink(userId: number, email: string): Promise<void> {
    const owner = await records.personByEmail(email, 'proved');
    if (owner) return owner.id === userId ? undefined : mail.send({ to: email, language: owner.language, kind: 'address-in-use' });
    const language = (await records.personById(userId))?.language ?? null;
    const { token, expiresAt } = await links.create({ purpose: 'verify-address', userId, email });
    await mail.send({ to: email, language, kind: 'verify-address', url: linkUrl(token), expiresAt });
  }

  async function mailOwner({ userId, email, isNewAccount }: ConfirmedAddress): Promise<void> {
    const owner = isNewAccount ? null : await records.personById(userId);
    if (!owner || owner.email === email) return;
    await mail.send({ to: owner.email, language: owner.language, kind: 'address-added', url: `${baseUrl}/settings/addresses` });
  }

  /** Another person may have asked for the account: with their password they would wait in it for the owner of the address. */
  async function requireOwnSignUp(token: string, password: string | undefined): Promise<void> {
    const link = await links.find(token, 'sign-up');
    if (!link) return;
    if (password === undefined) {
      const message = 'Enter the password that you chose when you signed up.';
      throw wrongField('password', message, 'required', message);
    }
    if (await passwordMatches(password, pendingAccount(link.data).passwordHash)) return;
    const message = 'Wrong password. If you did not sign up here yourself, do not use this link: sign up.';
    throw wrongField('password', message, 'wrong_sign_up_password', message);
  }

  return {
    isRequired,
    async signUp({ email: given, name, password, ...grants }) {
      const email = canonicalEmail(given);
      await requireUncommonPassword({ email, name, password });
      await rateLimits.mail('sign-up', email);
      const passwordHash = await hashPassword(password);
      background.run(() => mailSignUp(email, { name: visibleText(name), passwordHash, ...grants }));
    },
    async request(userId, given) {
      const email = canonicalEmail(given);
      await rateLimits.mail('verify-address', email);
      background.run(() => mailLink(userId, email));
    },
    async confirm(token, password) {
      await requireOwnSignUp(token, password);
      const sha256 = hashLinkToken(token);
      const generatedKey = randomBytes(20).toString('hex');
      const confirmed = sha256 === null ? null : await records.confirmAddress(sha256, { generatedKey, now: new Date() });
      if (confirmed) {
        background.run(() => mailOwner(confirmed));
        return confirmed;
      }
      throw new AvatarError('link_expired', 'This link has expired or was used already. Request a new one.');
    },
  };
}
