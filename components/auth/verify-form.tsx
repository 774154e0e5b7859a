'use client';

import { type FormEvent, useRef, useState } from 'react';
import type { AddressConfirmation, ConfirmedAddress } from '../api/resource';
import { PasswordField } from '../password/password-field';
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
export function VerifyForm({ isSignedIn, isNew }: { isSignedIn: boolean; isNew: boolean }) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ state: 'open' });
  const [problem, setProblem] = useState<{ password?: string; form?: string }>({});
  const form = useRef<HTMLFormElement>(null);

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
    const { code, fields, message } = answer;
    if (code === 'link_expired') return setOutcome({ state: 'expired' });
    if (fields.password) {
      setProblem({ password: fields.password });
      const control = form.current?.elements.namedItem('password');
      if (control instanceof HTMLInputElement) control.focus();
      return;
    }
    setProblem({ form: message });
  }

  const after = isSignedIn ? { href: '/settings/addresses', label: 'Your addresses' } : { href: '/sign-in', label: 'Sign in' };
  if (outcome.state === 'confirmed') {
    const { email, newAccount } = outcome.confirmed;
    if (newAccount) return <Result {...after}>{`Your account is open, with ${email}.`}</Result>;
    return <Result {...after}>{`${email} is verified.`}</Result>;
  }
  if (outcome.state === 'expired') {
    const again = isSignedIn ? after : { href: '/sign-up', label: 'Create an account' };
    return <Result {...again}>This link has expired or was used already.</Result>;
  }
  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="space-y-5">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <p>The link in the message proves that the address is yours.</p>
      {isNew && (
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          hint="The one that you chose when you signed up: another person could have used your address."
          error={problem.password}
        />
      )}
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {busy ? 'Confirming…' : 'Confirm the address'}
      </Button>
    </form>
  );
}
