'use client';

import { type FormEvent, useState } from 'react';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import { request } from '../api/request';
import type { SetupCode } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';

/** Makes the account that is signed in the administrator's. */
export function PromotionForm({ posted, setupCode, email }: { posted: Posted; setupCode: string; email: string }) {
  const t = useTexts('setup.form');
  const explain = useExplain();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(() => (posted.failure ? problemOf(posted.failure) : {}));

  function problemOf(failure: Failure): { code?: string; form?: string } {
    const { code } = explain.fields(failure);
    return code ? { code } : { form: explain.failure(failure) };
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const json: SetupCode = { code: String(new FormData(event.currentTarget).get('code')).trim() };
    setBusy(true);
    setProblem({});
    const answer = await request('/api/setup', { method: 'POST', json });
    if (answer.ok) return window.location.assign('/settings/organization');
    setProblem(problemOf(answer.failure));
    setBusy(false);
  }

  return (
    <form method="post" action={posted.action} noValidate onSubmit={submit} className="space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <p className="wrap-anywhere text-sm">{t.rich('about', { email, address: (text) => <span className="font-medium">{text}</span> })}</p>
      <Field
        label={t('code')}
        name="code"
        autoComplete="off"
        required
        defaultValue={posted.values.code ?? setupCode}
        error={problem.code}
      />
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
      <p className="text-center text-muted text-sm">
        {t.rich('other', {
          link: (text) => (
            <a href="/sign-out" className="link">
              {text}
            </a>
          ),
        })}
      </p>
    </form>
  );
}
