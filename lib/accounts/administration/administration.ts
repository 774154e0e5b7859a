import { AvatarError } from '@/lib/errors';
import { isPlaceholderEmail } from '../email';
import type { PasswordResets } from '../password-resets/password-resets';
import type { PeopleRecords } from '../ports';
import type { RateLimits } from '../rate-limit-ports';
import type { Administration, AdministrationRecords } from './ports';
import { searchWords } from './search-words';

export interface AdministrationParts {
  records: AdministrationRecords & Pick<PeopleRecords, 'personById'>;
  passwordResets: Pick<PasswordResets, 'issue'>;
  rateLimits: Pick<RateLimits, 'mail'>;
  /** Records that a link is created for a person. */
  noteReset: (userId: number) => Promise<void>;
}

export function createAdministration({ records, passwordResets, rateLimits, noteReset }: AdministrationParts): Administration {
  return {
    async list({ text, role, state }, { before, limit }) {
      const filter = { words: searchWords(text), role, state };
      const [people, matching, counts] = await Promise.all([
        // One more tells whether there is another page.
        records.listPeople(filter, { before, limit: limit + 1 }),
        records.countMatching(filter),
        records.countPeople(),
      ]);
      const shown = people.slice(0, limit);
      return { people: shown, next: people.length > limit ? (shown.at(-1)?.id ?? null) : null, matching, counts };
    },
    namesOf: (userIds) => records.namesOf(userIds),
    change: (userId, change) => records.changePerson(userId, change),
    async sendPasswordReset(userId) {
      const person = await records.personById(userId);
      if (!person) throw new AvatarError('not_found', `User ${userId} not found.`);
      if (person.disabledAt)
        throw new AvatarError('reset_refused', 'This account is disabled. Enable it first: it accepts no password.', {
          reason: 'disabled',
        });
      if (isPlaceholderEmail(person.email))
        throw new AvatarError('reset_refused', 'This account has no e-mail address to send a link to.', {
          reason: 'no_address',
        });
      await rateLimits.mail('reset-password', person.email);
      // First: there must be no link without its entry in the audit log.
      await noteReset(userId);
      await passwordResets.issue(person, { mails: true });
    },
  };
}
