'use client';

import { type FormEvent, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { SetupCode } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';

/** Makes the account that is signed in the administrator's. */
export function PromotionForm({ setupCode, email }: { setupCode: string; email: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ code?: string; form?: string }>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const json: SetupCode = { code: String(new FormData(event.currentTarget).get('code')).trim() };
    setBusy(true);
    setProblem({});
    const answer = await request('/api/setup', { method: 'POST', json });
    if (answer.ok) return window.location.assign('/settings/organization');
    const { code } = answer.failure.fields;
    setProblem(code ? { code } : { form: errorMessage(answer.failure) });
    setBusy(false);
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <p className="wrap-anywhere text-sm">
        You are signed in as <span className="font-medium">{email}</span>. This account becomes the administrator’s.
      </p>
      <Field label="Setup code" name="code" autoComplete="off" required defaultValue={setupCode} error={problem.code} />
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {busy ? 'One moment…' : 'Become the administrator'}
      </Button>
      <p className="text-center text-muted text-sm">
        <a href="/sign-out" className="link">
          Sign out
        </a>{' '}
        to create another account instead.
      </p>
    </form>
  );
}
