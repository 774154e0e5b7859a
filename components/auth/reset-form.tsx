'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { PasswordReset } from '../api/resource';
import { PasswordField } from '../password/password-field';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Result } from './result';
import { sendLater } from './send-later';
import { announceSession } from './session';

type Outcome = 'open' | 'changed' | 'expired';

/** Sets a new password with the token in the address of the page, which is read when the form is sent. */
export function ResetForm({ posted }: { posted: Posted }) {
  const t = useTexts('password-reset.reset');
  const explain = useExplain();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(posted.done ? 'changed' : posted.failure?.code === 'link_expired' ? 'expired' : 'open');
  const [problems, setProblems] = useState(() => (posted.failure ? problemsOf(posted.failure) : {}));

  function problemsOf(failure: Failure): { newPassword?: string; form?: string } {
    const { newPassword } = explain.fields(failure);
    return newPassword ? { newPassword } : { form: explain.failure(failure) };
  }

  function refuse(found: { newPassword?: string; form?: string }) {
    setProblems(found);
    const control = found.newPassword && form.current?.elements.namedItem('newPassword');
    if (control instanceof HTMLInputElement) control.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const newPassword = String(new FormData(event.currentTarget).get('newPassword'));
    const token = new URLSearchParams(window.location.search).get('token') ?? '';
    setProblems({});
    setBusy(true);
    const json: PasswordReset = { token, newPassword };
    const answer = await sendLater('/api/password-resets/confirm', json);
    setBusy(false);
    if (answer.ok) {
      setOutcome('changed');
      // The session of this browser, if it had one, has ended.
      return announceSession();
    }
    if (answer.failure.code === 'link_expired') return setOutcome('expired');
    refuse(problemsOf(answer.failure));
  }

  if (outcome === 'changed')
    return (
      <Result title={t('changedTitle')} href="/sign-in" label={t('signIn')}>
        {t('changed')}
      </Result>
    );
  if (outcome === 'expired')
    return (
      <Result title={t('expiredTitle')} href="/forgot" label={t('again')}>
        {t('expired')}
      </Result>
    );
  return (
    <form ref={form} method="post" action={posted.action} noValidate onSubmit={submit} className="space-y-5">
      {problems.form && <Notice kind="error">{problems.form}</Notice>}
      <PasswordField
        label={t('password')}
        name="newPassword"
        autoComplete="new-password"
        personal={[]}
        hint={t('hint', { count: MIN_PASSWORD_LENGTH })}
        error={problems.newPassword}
      />
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </form>
  );
}
