import { type FormEvent, useState } from 'react';
import type { PersonChange, PersonDetails } from '../api/resource';
import { momentIn } from '../dates/in-text';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import type { Act } from './act';

/** Role and state of the account. */
export function AccountSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const t = useTexts('person.account');
  const { name, disabledAt } = person;
  const [role, setRole] = useState<string>(person.role);
  const roles = (['member', 'admin'] as const).map((value) => ({ value, label: t(value) }));
  const change = (json: PersonChange, done: string) => void act('', { method: 'PATCH', json }, done);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const next = role === 'admin' ? 'admin' : 'member';
    change({ role: next }, t(next === 'admin' ? 'nowAdmin' : 'nowMember', { name }));
  }

  return (
    <Section id="account-heading" title={t('title')}>
      <form method="dialog" onSubmit={submit} className="flex flex-wrap items-end gap-4">
        <div className="w-56 max-w-full">
          <Select label={t('role')} name="role" value={role} onChange={({ target }) => setRole(target.value)} options={roles} />
        </div>
        <Button type="submit" className="min-h-11" aria-disabled={busy}>
          {t('change')}
        </Button>
      </form>
      <p className="-mt-2 text-muted text-sm">{t('about')}</p>
      <div className="flex flex-wrap items-center justify-between gap-4 border-line border-t pt-5">
        <p className="text-muted text-sm">{disabledAt ? t.rich('disabledSince', momentIn(disabledAt)) : t('enabled')}</p>
        {disabledAt ? (
          <Button aria-disabled={busy} onClick={() => change({ disabled: false }, t('nowEnabled', { name }))}>
            {t('enable')}
          </Button>
        ) : (
          <Confirm
            action={t('disable')}
            label={t('disableOf', { name })}
            title={t('question', { name })}
            keep={t('keep')}
            busy={busy}
            onConfirm={() => change({ disabled: true }, t('nowDisabled', { name }))}
          >
            {t('consequences')}
          </Confirm>
        )}
      </div>
    </Section>
  );
}
