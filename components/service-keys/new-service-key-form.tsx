import type { FormEvent } from 'react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import type { CreatedServiceKey } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { useCreation } from '../ui/use-creation';
import { SCOPE_NAMES } from './scopes';

export function NewServiceKeyForm({ onCreated }: { onCreated: (key: CreatedServiceKey) => void }) {
  const { busy, problem, create } = useCreation<CreatedServiceKey>('/api/service-keys', onCreated);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const json = { label: data.get('label'), scopes: data.getAll('scopes'), expiresAt: data.get('expiresAt') || null };
    void create(form, json);
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <Field label="Name of the system" name="label" autoComplete="off" maxLength={MAX_KEY_LABEL_LENGTH} error={problem.label} />
      <fieldset>
        <legend className="font-medium text-sm">The key may</legend>
        {Object.entries(SCOPE_NAMES).map(([scope, name]) => (
          <label key={scope} className="flex min-h-10 cursor-pointer items-center gap-3 text-sm">
            <input type="checkbox" name="scopes" value={scope} className="size-5 accent-accent" />
            {name}
          </label>
        ))}
        {problem.scopes && <p className="text-danger text-sm">{problem.scopes}</p>}
      </fieldset>
      <Field label="Expires" name="expiresAt" type="date" hint="Leave empty for a key without an end." error={problem.expiresAt} />
      <Button type="submit" aria-disabled={busy}>
        {busy ? 'Creating…' : 'Create service key'}
      </Button>
    </form>
  );
}
