'use client';

import { type FormEvent, useRef, useState } from 'react';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { AddressConfirmation, ConfirmedAddress } from '../api/resource';
import { PasswordField } from '../password/password-field';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Result } from './result';
import { sendLater } from './send-later';

type Outcome = { state: 'open' } | { state: 'confirmed'; confirmed: ConfirmedAddress } | { state: 'expired' };

/**
 * Confirms an address with the token in the address of the page. A button, because mail scanners open links and run scripts.
 *
 * @param isNew whether the link opens an account, which takes the password of the sign-up
 */
export function VerifyForm({ posted, isSignedIn, isNew }: { posted: Posted; isSignedIn: boolean; isNew: boolean }) {
  const t = useTexts('verify.form');
  const explain = useExplain();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(() => outcomeOf(posted));
  const [problem, setProblem] = useState(() => (posted.failure ? problemOf(posted.failure) : {}));
  const form = useRef<HTMLFormElement>(null);

  function problemOf(failure: Failure): { password?: string; form?: string } {
    const { password } = explain.fields(failure);
    return password ? { password } : { form: explain.failure(failure) };
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const token = new URLSearchParams(window.location.search).get('token') ?? '';
    const password = new FormData(event.currentTarget).get('password');
    setProblem({});
    setBusy(true);
    const json: AddressConfirmation = { token, ...(typeof password === 'string' && { password }) };
    const answer = await sendLater<ConfirmedAddress>('/api/addresses/verify', json);
    setBusy(false);
    if (answer.ok) return setOutcome({ state: 'confirmed', confirmed: answer.value });
    if (answer.failure.code === 'link_expired') return setOutcome({ state: 'expired' });
    const found = problemOf(answer.failure);
    setProblem(found);
    const control = found.password && form.current?.elements.namedItem('password');
    if (control instanceof HTMLInputElement) control.focus();
  }

  const after = isSignedIn ? { href: '/settings/addresses', label: t('addresses') } : { href: '/sign-in', label: t('signIn') };
  if (outcome.state === 'confirmed') {
    const { email, newAccount } = outcome.confirmed;
    if (newAccount) return <Result {...after}>{t('open', { email })}</Result>;
    return <Result {...after}>{t('verified', { email })}</Result>;
  }
  if (outcome.state === 'expired') {
    const again = isSignedIn ? after : { href: '/sign-up', label: t('createAccount') };
    return <Result {...again}>{t('expired')}</Result>;
  }
  return (
    <form ref={form} method="post" action={posted.action} noValidate onSubmit={submit} className="space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <p>{t('about')}</p>
      {isNew && (
        <PasswordField
          label={t('password')}
          name="password"
          autoComplete="current-password"
          hint={t('passwordHint')}
          error={problem.password}
        />
      )}
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </form>
  );
}

/** After the form was posted without a script. */
function outcomeOf({ failure, done }: Posted): Outcome {
  if (done) return { state: 'confirmed', confirmed: { email: String(done.email), newAccount: done.newAccount === true } };
  return { state: failure?.code === 'link_expired' ? 'expired' : 'open' };
}
