import type { FormEvent } from 'react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import type { CreatedKey, NewKey } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { useCreation } from '../ui/use-creation';

const SCOPES = [
  { scope: 'avatar:read', label: 'Read', about: 'see your picture and its history' },
  { scope: 'avatar:write', label: 'Write', about: 'change and remove your picture' },
] as const;

export function NewKeyForm({ onCreated }: { onCreated: (key: string) => void }) {
  const { busy, problem, setProblem, create } = useCreation<CreatedKey>('/api/keys', ({ key }) => onCreated(key));

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const label = String(data.get('label')).trim();
    const scopes = SCOPES.map(({ scope }) => scope).filter((scope) => data.getAll('scopes').includes(scope));
    if (!label) return setProblem({ label: 'Enter a name to recognise the key by.' });
    if (scopes.length === 0) return setProblem({ scopes: 'Choose at least one permission.' });
    void create(form, { label, scopes } satisfies NewKey);
  }

  return (
    <section aria-labelledby="new-key-heading" className="rounded-xl border border-line bg-surface p-5 sm:p-6">
      <h2 id="new-key-heading" className="mb-4 font-medium text-lg">
        New key
      </h2>
      <form onSubmit={submit} noValidate className="max-w-xl space-y-5">
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
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
            <label key={scope} className="flex min-h-10 cursor-pointer items-center gap-3 text-sm">
              <input type="checkbox" name="scopes" value={scope} defaultChecked className="size-5 accent-accent" />
              <span>
                {label} <span className="text-muted">— {about}</span>
              </span>
            </label>
          ))}
          {problem.scopes && (
            <p id="scopes-error" role="alert" className="text-danger text-sm">
              {problem.scopes}
            </p>
          )}
        </fieldset>
        <Button type="submit" variant="primary" aria-disabled={busy}>
          {busy ? 'Creating…' : 'Create key'}
        </Button>
      </form>
    </section>
  );
}
