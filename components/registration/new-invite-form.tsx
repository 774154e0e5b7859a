import { type FormEvent, useState } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { CreatedInvite, NewInvite } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';

interface Problem {
  email?: string;
  maxUses?: string;
  expiresInDays?: string;
  form?: string;
}

export function NewInviteForm({ onCreated }: { onCreated: (invite: CreatedInvite) => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const data = new FormData(form);
    const json: NewInvite = {
      email: String(data.get('email')).trim() || null,
      role: data.get('admin') === null ? 'member' : 'admin',
      maxUses: Number(data.get('maxUses')),
      expiresInDays: Number(data.get('expiresInDays')),
    };
    setBusy(true);
    setProblem({});
    const answer = await request<CreatedInvite>('/api/invites', { method: 'POST', json });
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
      <Field
        label="Only for this e-mail address"
        name="email"
        type="email"
        autoComplete="off"
        maxLength={MAX_EMAIL_LENGTH}
        hint="Leave empty for anyone who has the link."
        error={problem.email}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Number of accounts" name="maxUses" inputMode="numeric" defaultValue="1" error={problem.maxUses} />
        <Field label="Valid for days" name="expiresInDays" inputMode="numeric" defaultValue="7" error={problem.expiresInDays} />
      </div>
      <label className="flex min-h-10 cursor-pointer items-center gap-3 text-sm">
        <input type="checkbox" name="admin" className="size-5 accent-accent" />
        As administrators
      </label>
      <Button type="submit" aria-disabled={busy}>
        {busy ? 'Creating…' : 'Create invite'}
      </Button>
    </form>
  );
}
