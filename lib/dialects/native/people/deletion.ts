import { canonicalEmail } from '@/lib/accounts/email';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { presentReport } from '../account/deletion';
import { native, requireAdministratorInPerson, requirePassword, wrongField } from '../parts';
import { personDeletion } from './people-schemas';

/** `DELETE /api/people/{id}`: at once, with a report. */
export const deletePerson = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  async parse(_request, { principal, params, body }) {
    const administrator = requireAdministratorInPerson(principal, 'People can be managed');
    const userId = idFrom(params);
    if (userId === administrator.userId)
      throw new AvatarError('own_account', 'This is your own account. Delete it under Data in the settings, or by DELETE /api/me.');
    return { administrator, userId, fields: parseFields(personDeletion, (await readJson(body)) ?? {}) };
  },
  async core({ administrator, userId, fields: { confirm, password, reason } }, context) {
    const { accounts, erasures } = context.services;
    const person = await accounts.person(userId);
    if (!person) throw notFound(userId);
    if (canonicalEmail(confirm) !== person.email)
      throw wrongField('confirm', 'This is not the primary e-mail address of the account.', 'wrong_email');
    await requirePassword(administrator, password, 'password', context);
    const report = await erasures.now(userId, reason).catch((error) => {
      throw isAvatarError(error) && error.code === 'forbidden' ? lastAdministrator() : error;
    });
    if (!report) throw notFound(userId);
    return report;
  },
  present: presentReport,
});

function notFound(userId: number): AvatarError {
  return new AvatarError('not_found', `User ${userId} not found.`);
}

/** Of an administrator whose own account is disabled meanwhile, or is about to be deleted. */
function lastAdministrator(): AvatarError {
  return new AvatarError(
    'last_administrator',
    'This is the last administrator whose account stays. Make another person an administrator first.',
  );
}
