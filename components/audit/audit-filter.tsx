import type { AuditEntry } from '../api/resource';
import type { PageTexts } from '../texts/catalogues';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/select';

/** In the order of the filter. */
const ACTIONS = Object.keys({
  'account-claimed': true,
  'account-created': true,
  'account-deleted': true,
  'account-disabled': true,
  'account-enabled': true,
  'address-added': true,
  'address-changed': true,
  'address-removed': true,
  'address-verified': true,
  'data-exported': true,
  'deletion-cancelled': true,
  'deletion-scheduled': true,
  'file-unblocked': true,
  'identity-connected': true,
  'identity-disconnected': true,
  'invite-created': true,
  'invite-withdrawn': true,
  'key-created': true,
  'key-replaced': true,
  'key-revoked': true,
  'password-changed': true,
  'password-reset': true,
  'people-imported': true,
  'picture-changed': true,
  'picture-deleted': true,
  'picture-described': true,
  'picture-locked': true,
  'picture-unlocked': true,
  'policy-changed': true,
  'profile-changed': true,
  'reset-link-created': true,
  'role-changed': true,
  'service-key-created': true,
  'service-key-revoked': true,
  'sessions-ended': true,
  'sign-in': true,
  'sign-in-refused': true,
  'sign-out': true,
  swept: true,
} satisfies Record<AuditEntry['action'], true>) as AuditEntry['action'][];

interface AuditFilterProps {
  action: string;
  subject: string;
  actor: string;
  texts: PageTexts<'audit'>;
}

/** Filters by the address of the page, so that a selection can be linked to and the browser’s Back button works. */
export function AuditFilter({ action, subject, actor, texts: t }: AuditFilterProps) {
  const options = [{ value: '', label: t('filter.any') }, ...ACTIONS.map((value) => ({ value, label: t(`actions.${value}`) }))];
  return (
    <search>
      <form
        method="get"
        action="/settings/audit"
        className="grid items-end gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:grid-cols-[minmax(0,1fr)_11rem_9rem_auto]"
      >
        <Select label={t('filter.action')} name="action" defaultValue={action} options={options} />
        <Field label={t('filter.subject')} name="subject" inputMode="numeric" defaultValue={subject} />
        <Field label={t('filter.actor')} name="actor" inputMode="numeric" defaultValue={actor} />
        <Button type="submit" variant="primary" className="min-h-11">
          {t('filter.submit')}
        </Button>
      </form>
    </search>
  );
}
