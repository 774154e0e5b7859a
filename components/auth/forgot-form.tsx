'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { PasswordResetRequest } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { takeAddress } from './keep-address';
import { sendLater } from './send-later';

interface ForgotFormProps {
  /** The form as it was posted without a script. */
  posted: Posted;
  email?: string;
  /** Whether the server sends mail. Otherwise an administrator passes the link on. */
  isMailed: boolean;
}

/** Asks for a link. The answer is the same for every address. */
export function ForgotForm({ posted, email, isMailed }: ForgotFormProps) {
  const t = useTexts('password-reset.forgot');
  const explain = useExplain();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [sentTo, setSentTo] = useState(() => String(posted.done?.email ?? ''));
  const [problems, setProblems] = useState(() => (posted.failure ? problemsOf(posted.failure) : {}));

  function problemsOf(failure: Failure): { email?: string; form?: string } {
    const { email: field } = explain.fields(failure);
    return field ? { email: field } : { form: explain.failure(failure) };
  }

  useEffect(() => {
    const kept = takeAddress();
    const control = form.current?.elements.namedItem('email');
    if (kept && control instanceof HTMLInputElement && !control.value) control.value = kept;
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const json: PasswordResetRequest = { email: String(new FormData(event.currentTarget).get('email')).trim() };
    setProblems({});
    setSentTo('');
    setBusy(true);
    const answer = json.email ? await sendLater('/api/password-resets', json) : undefined;
    setBusy(false);
    if (answer?.ok) return setSentTo(json.email);
    const found = answer ? problemsOf(answer.failure) : { email: t('enter') };
    setProblems(found);
    const control = found.email && form.current?.elements.namedItem('email');
    if (control instanceof HTMLInputElement) control.focus();
  }

  return (
    <form ref={form} method="post" action={posted.action} noValidate onSubmit={submit} className="space-y-5">
      {problems.form && <Notice kind="error">{problems.form}</Notice>}
      <div role="status" className="empty:hidden">
        {sentTo && <Notice kind="success">{t(isMailed ? 'sent' : 'sentKept', { email: sentTo })}</Notice>}
      </div>
      <Field
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={posted.values.email ?? email}
        maxLength={MAX_EMAIL_LENGTH}
        hint={t(isMailed ? 'hint' : 'hintKept')}
        error={problems.email}
      />
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {t(busy ? 'busy' : isMailed ? 'submit' : 'submitKept')}
      </Button>
    </form>
  );
}
