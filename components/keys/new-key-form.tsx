import { type FormEvent, useState } from 'react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import type { CreatedKey, NewKey } from '../api/resource';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
import { Select } from '../ui/select';
import { useCreation } from '../ui/use-creation';
import { expiryOf, LIFETIMES } from './expiry';

const SCOPES = [
  { scope: 'avatar:read', label: 'read', about: 'readAbout' },
  { scope: 'avatar:write', label: 'write', about: 'writeAbout' },
] as const;

export function NewKeyForm({ onCreated }: { onCreated: (key: CreatedKey) => void }) {
  const [t, scopeTexts] = [useTexts('keys.form'), useTexts('keys.scopes')];
  const [lifetime, setLifetime] = useState('');
  const { busy, problem, setProblem, create } = useCreation<CreatedKey>('/api/keys', add);

  function add(created: CreatedKey) {
    setLifetime('');
    onCreated(created);
  }

  function lifetimeName(value: (typeof LIFETIMES)[number]): string {
    if (value === '') return t('never');
    if (value === 'date') return t('date');
    return value === '365' ? t('year') : t('days', { days: Number(value) });
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const label = String(data.get('label')).trim();
    const scopes = SCOPES.map(({ scope }) => scope).filter((scope) => data.getAll('scopes').includes(scope));
    const expiresAt = expiryOf(lifetime, String(data.get('date') ?? ''));
    if (!label) return setProblem({ label: t('enterName') });
    if (scopes.length === 0) return setProblem({ scopes: t('choosePermission') });
    if (expiresAt === undefined) return setProblem({ expiresAt: t('chooseDay') });
    void create(form, { label, scopes, ...(expiresAt !== null && { expiresAt }) } satisfies NewKey);
  }

  return (
    <Section id="new-key-heading" title={t('title')}>
      <form method="dialog" onSubmit={submit} noValidate className="space-y-6">
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <div className="max-w-md space-y-5">
          <Field
            label={t('name')}
            name="label"
            autoComplete="off"
            required
            maxLength={MAX_KEY_LABEL_LENGTH}
            placeholder={t('example')}
            error={problem.label}
          />
          <fieldset aria-describedby={problem.scopes ? 'scopes-error' : undefined}>
            <legend className="mb-1 font-medium text-sm">{t('permissions')}</legend>
            {SCOPES.map(({ scope, label, about }) => (
              <Choice key={scope} name="scopes" value={scope} defaultChecked label={scopeTexts(label)} about={scopeTexts(about)} />
            ))}
            {problem.scopes && (
              <p id="scopes-error" role="alert" className="font-medium text-danger text-sm">
                {problem.scopes}
              </p>
            )}
          </fieldset>
          <div className="grid gap-5 sm:grid-cols-2">
            <Select
              label={t('expires')}
              value={lifetime}
              onChange={({ target }) => setLifetime(target.value)}
              options={LIFETIMES.map((value) => ({ value, label: lifetimeName(value) }))}
            />
            {lifetime === 'date' && <Field label={t('lastDay')} name="date" type="date" error={problem.expiresAt} />}
          </div>
          {lifetime !== 'date' && problem.expiresAt && <p className="text-danger text-sm">{problem.expiresAt}</p>}
        </div>
        <SectionFooter>
          <Button type="submit" variant="primary" busy={busy}>
            {t(busy ? 'busy' : 'submit')}
          </Button>
        </SectionFooter>
      </form>
    </Section>
  );
}
