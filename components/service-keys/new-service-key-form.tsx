import { type FormEvent, useState } from 'react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { CreatedServiceKey } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { SCOPE_NAMES } from './scopes';

interface Problem {
  label?: string;
  scopes?: string;
  expiresAt?: string;
  form?: string;
}

export function NewServiceKeyForm({ onCreated }: { onCreated: (key: CreatedServiceKey) => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const data = new FormData(form);
    const json = { label: data.get('label'), scopes: data.getAll('scopes'), expiresAt: data.get('expiresAt') || null };
    setBusy(true);
    setProblem({});
    const answer = await request<CreatedServiceKey>('/api/service-keys', { method: 'POST', json });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      return setProblem(Object.keys(fields).length > 0 ? fields : { form: errorMessage(answer.failure) });
    }
    form.reset();
    onCreated(answer.value);
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
