import { createHash, randomBytes } from 'node:crypto';
import type { PolicyRecords } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { canonicalEmail } from '../email';
import type { Invite, InviteRecords, NewInvite, NewPerson, RegistrationPolicy } from './ports';

/** Decides who may open an account. */
export interface Registration {
  /** Fields of the policy that the environment sets. */
  fixed: readonly (keyof RegistrationPolicy)[];
  /**
   * Admits a new account. Refusals do not depend on whether the address has an account.
   * @returns the fields that open it
   * @throws AvatarError registration_refused, invite_invalid
   */
  admit(account: { email: string; invite?: string | undefined }): Promise<Pick<NewPerson, 'role' | 'invite'>>;
  /** @returns the invite of a token; null if it cannot be used now, or the policy admits no invite */
  invite(token: string): Promise<Invite | null>;
  invites: {
    /** @returns the only copy of the token in clear, with its record */
    create(invite: NewInvite): Promise<{ token: string; invite: Invite }>;
    list(): Promise<Invite[]>;
    /** @throws AvatarError not_found */
    revoke(id: number): Promise<void>;
  };
}

export interface RegistrationParts {
  records: InviteRecords;
  /** With the fields that the environment sets. */
  policies: Pick<PolicyRecords, 'policy'>;
  fixed: RegistrationPolicy | undefined;
}

export function createRegistration({ records, policies, fixed }: RegistrationParts): Registration {
  return {
    fixed: fixed ? ['registration', 'registrationDomains'] : [],
    async admit({ email, invite: token }) {
      const policy = await policies.policy();
      if (policy.registration === 'closed') throw refused(policy);
      if (token === undefined) {
        if (admitsWithoutInvite(policy, canonicalEmail(email))) return {};
        throw refused(policy);
      }
      const sha256 = hashOf(token);
      const invite = await records.usableInvite(sha256, new Date());
      if (invite && (invite.email === null || invite.email === canonicalEmail(email))) return { role: invite.role, invite: sha256 };
      throw new AvatarError(
        'invite_invalid',
        'This invite is not valid: it was used, withdrawn or has expired, or is for another address.',
      );
    },
    async invite(token) {
      const { registration } = await policies.policy();
      return registration === 'closed' ? null : records.usableInvite(hashOf(token), new Date());
    },
    invites: {
      async create(invite) {
        const token = randomBytes(24).toString('base64url');
        return { token, invite: await records.createInvite({ ...invite, sha256: hashOf(token) }) };
      },
      list: () => records.invites(),
      async revoke(id) {
        if (!(await records.deleteInvite(id))) throw new AvatarError('not_found', `Invite ${id} not found.`);
      },
    },
  };
}

function admitsWithoutInvite({ registration, registrationDomains }: RegistrationPolicy, email: string): boolean {
  if (registration === 'domains') return registrationDomains.includes(email.slice(email.lastIndexOf('@') + 1));
  return registration === 'open';
}

function refused({ registration, registrationDomains: domains }: RegistrationPolicy): AvatarError {
  if (registration === 'domains') {
    const message = `Only addresses of these domains can sign up here: ${domains.join(', ') || 'none'}.`;
    return new AvatarError('registration_refused', message, { reason: 'domains', domains });
  }
  if (registration === 'invite') {
    return new AvatarError('registration_refused', 'Signing up needs an invite. Ask the administrator for one.', { reason: 'invite' });
  }
  return new AvatarError('registration_refused', 'This server does not accept new accounts.', { reason: 'closed' });
}

/** A plain SHA-256 is enough: a token has 192 bits of entropy. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
