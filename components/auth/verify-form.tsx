'use client';

import { type FormEvent, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { AddressConfirmation, ConfirmedAddress } from '../api/resource';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Result } from './result';
import { unknownAddress } from './sign-in';

type Outcome = { state: 'open' } | { state: 'confirmed'; confirmed: ConfirmedAddress } | { state: 'expired' };

/** Confirms an address with the token in the address of the page. A button, because mail scanners open links and run scripts. */
export function VerifyForm({ isSignedIn }: { isSignedIn: boolean }) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ state: 'open' });
  const [problem, setProblem] = useState('');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const token = new URLSearchParams(window.location.search).get('token') ?? '';
    setProblem('');
    setBusy(true);
    const json: AddressConfirmation = { token };
    const answer = await request<ConfirmedAddress>('/api/addresses/verify', { method: 'POST', json });
    setBusy(false);
    if (answer.ok) return setOutcome({ state: 'confirmed', confirmed: answer.value });
    const { code } = answer.failure;
    if (code === 'link_expired') return setOutcome({ state: 'expired' });
    setProblem(code === 'cross_origin' ? unknownAddress(window.location.origin) : errorMessage(answer.failure));
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
    <form method="post" noValidate onSubmit={submit} className="space-y-5">
      {problem && <Notice kind="error">{problem}</Notice>}
      <p>The link in the message proves that the address is yours.</p>
      <Button type="submit" variant="primary" size="large" className="w-full" aria-disabled={busy}>
        {busy ? 'Confirming…' : 'Confirm the address'}
      </Button>
    </form>
  );
}
