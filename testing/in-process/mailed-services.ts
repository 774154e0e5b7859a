import type { RequiredProof } from '@/lib/accounts/addresses/ports';
import { createVerification, type Verification } from '@/lib/accounts/addresses/verification';
import { createBackground } from '@/lib/accounts/links/background';
import { createLinks } from '@/lib/accounts/links/links';
import { createPasswordResets, type PasswordResets } from '@/lib/accounts/password-resets/password-resets';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import type { SenderContext } from '@/lib/audit/sender';
import { acceptedLanguage } from '@/lib/languages/accepted-language';
import { createMail } from '@/lib/mail/mail';
import { cheapPasswords } from '../passwords';
import type { Records } from '../records';

interface MailedParts {
  records: Records;
  rateLimits: Pick<RateLimits, 'mail'>;
  baseUrl: string;
  report: (error: unknown) => void;
  proof: RequiredProof;
  sender: Pick<SenderContext, 'current'>;
}

/** The services that mail links: resets of passwords, and the verification of addresses. */
export function mailedServices({ records, rateLimits, baseUrl, report, proof, sender }: MailedParts): {
  passwordResets: PasswordResets;
  verification: Verification;
  /** Resolves when no message is about to be queued. */
  settled(): Promise<void>;
} {
  const background = createBackground(report);
  const parts = {
    records,
    links: createLinks(records),
    mail: createMail(records, { product: 'Likeness', language: () => acceptedLanguage(sender.current()?.acceptLanguage) ?? 'en' }),
    rateLimits,
    background,
    baseUrl,
  };
  return {
    passwordResets: createPasswordResets(parts, cheapPasswords()),
    verification: createVerification({ ...parts, isRequired: proof === 'proved' }, cheapPasswords()),
    settled: background.settled,
  };
}
