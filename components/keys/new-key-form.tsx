import { type FormEvent, useState } from 'react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import type { CreatedKey, NewKey } from '../api/resource';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
import { Select } from '../ui/select';
import { useCreation } from '../ui/use-creation';
import { expiryOf, LIFETIMES } from './expiry';

const SCOPES = [
  { scope: 'avatar:read', label: 'Read', about: 'See your picture and its history.' },
  { scope: 'avatar:write', label: 'Write', about: 'Change and remove your picture.' },
] as const;

export function NewKeyForm({ onCreated }: { onCreated: (key: CreatedKey) => void }) {
  const [lifetime, setLifetime] = useState('');
  const { busy, problem, setProblem, create } = useCreation<CreatedKey>('/api/keys', (created) => {
    setLifetime('');
    onCreated(created);
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const label = String(data.get('label')).trim();
    const scopes = SCOPES.map(({ scope }) => scope).filter((scope) => data.getAll('scopes').includes(scope));
    const expiresAt = expiryOf(lifetime, String(data.get('date') ?? ''));
    if (!label) return setProblem({ label: 'Enter a name to recognise the key by.' });
    if (scopes.length === 0) return setProblem({ scopes: 'Choose at least one permission.' });
    if (expiresAt === undefined) return setProblem({ expiresAt: 'Choose the last day of the key.' });
    void create(form, { label, scopes, ...(expiresAt !== null && { expiresAt }) } satisfies NewKey);
  }

  return (
    <Section id="new-key-heading" title="New key">
      <form onSubmit={submit} noValidate className="space-y-6">
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <div className="max-w-md space-y-5">
          <Field
            label="Name"
            name="label"
            autoComplete="off"
            required
            maxLength={MAX_KEY_LABEL_LENGTH}
            placeholder="For example: backup script"
            error={problem.label}
          />
          <fieldset aria-describedby={problem.scopes ? 'scopes-error' : undefined}>
            <legend className="mb-1 font-medium text-sm">Permissions</legend>
            {SCOPES.map(({ scope, label, about }) => (
              <Choice key={scope} name="scopes" value={scope} defaultChecked label={label} about={about} />
            ))}
            {problem.scopes && (
              <p id="scopes-error" role="alert" className="font-medium text-danger text-sm">
                {problem.scopes}
              </p>
            )}
          </fieldset>
          <div className="grid gap-5 sm:grid-cols-2">
            <Select label="Expires" value={lifetime} onChange={({ target }) => setLifetime(target.value)} options={LIFETIMES} />
            {lifetime === 'date' && <Field label="Last day" name="date" type="date" error={problem.expiresAt} />}
          </div>
          {lifetime !== 'date' && problem.expiresAt && <p className="text-danger text-sm">{problem.expiresAt}</p>}
        </div>
        <SectionFooter>
          <Button type="submit" variant="primary" busy={busy}>
            {busy ? 'Creating…' : 'Create key'}
          </Button>
        </SectionFooter>
      </form>
    </Section>
  );
}
