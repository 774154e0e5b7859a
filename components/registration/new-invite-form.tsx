import type { FormEvent } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import type { CreatedInvite, NewInvite } from '../api/resource';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { useCreation } from '../ui/use-creation';

export function NewInviteForm({ onCreated }: { onCreated: (invite: CreatedInvite) => void }) {
  const t = useTexts('organization.invites');
  const { busy, problem, create } = useCreation<CreatedInvite>('/api/invites', onCreated);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const json: NewInvite = {
      email: String(data.get('email')).trim() || null,
      role: data.get('admin') === null ? 'member' : 'admin',
      maxUses: Number(data.get('maxUses')),
      expiresInDays: Number(data.get('expiresInDays')),
    };
    void create(form, json);
  }

  return (
    <form method="dialog" onSubmit={submit} noValidate className="max-w-md space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <Field
        label={t('email')}
        name="email"
        type="email"
        autoComplete="off"
        maxLength={MAX_EMAIL_LENGTH}
        hint={t('emailHint')}
        error={problem.email}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t('maxUses')} name="maxUses" inputMode="numeric" defaultValue="1" error={problem.maxUses} />
        <Field label={t('days')} name="expiresInDays" inputMode="numeric" defaultValue="7" error={problem.expiresInDays} />
      </div>
      <Choice name="admin" label={t('asAdmins')} />
      <Button type="submit" busy={busy}>
        {t(busy ? 'busy' : 'create')}
      </Button>
    </form>
  );
}
