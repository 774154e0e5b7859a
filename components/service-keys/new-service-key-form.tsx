import type { FormEvent } from 'react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import type { CreatedServiceKey } from '../api/resource';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { useCreation } from '../ui/use-creation';
import { SCOPE_NAMES } from './scopes';

export function NewServiceKeyForm({ onCreated }: { onCreated: (key: CreatedServiceKey) => void }) {
  const [t, scopeNames] = [useTexts('service-keys.form'), useTexts('service-keys.scopes')];
  const { busy, problem, create } = useCreation<CreatedServiceKey>('/api/service-keys', onCreated, {
    scopes: t('choosePermission'),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const json = { label: data.get('label'), scopes: data.getAll('scopes'), expiresAt: data.get('expiresAt') || null };
    void create(form, json);
  }

  return (
    <form method="dialog" onSubmit={submit} noValidate className="max-w-md space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <Field label={t('name')} name="label" autoComplete="off" maxLength={MAX_KEY_LABEL_LENGTH} error={problem.label} />
      <fieldset>
        <legend className="font-medium text-sm">{t('may')}</legend>
        {Object.entries(SCOPE_NAMES).map(([scope, name]) => (
          <Choice key={scope} name="scopes" value={scope} label={scopeNames(name)} />
        ))}
        {problem.scopes && <p className="font-medium text-danger text-sm">{problem.scopes}</p>}
      </fieldset>
      <Field label={t('expires')} name="expiresAt" type="date" hint={t('expiresHint')} error={problem.expiresAt} />
      <Button type="submit" busy={busy}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </form>
  );
}
