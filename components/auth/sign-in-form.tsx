'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { PasswordField } from '../password/password-field';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { ProviderForm } from './provider-form';
import { UNREACHABLE } from './send-later';

interface SignInFormProps {
  callbackUrl?: string;
  /** The problem of an earlier attempt, which next-auth redirected here. */
  failed: string | null;
  /** The name of a provider to connect after the sign-in. */
  connect?: string;
  /** The session of a person on this page has ended. */
  ended: boolean;
}

export function SignInForm({ callbackUrl, failed, ended, connect }: SignInFormProps) {
  const connection = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(failed ?? '');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setProblem('');
    try {
      const goOn = connect === undefined ? undefined : () => connection.current?.querySelector('form')?.submit();
      // Loaded now: who only looks at the form needs none of it.
      const { explainOutcome, signInHere } = await import('./sign-in');
      const outcome = await signInHere(String(data.get('email')).trim(), String(data.get('password')), callbackUrl, goOn);
      if (outcome === 'signed-in') return;
      setProblem(explainOutcome(outcome));
    } catch {
      setProblem(UNREACHABLE);
    }
    setBusy(false);
  }

  const label = connect === undefined ? 'Sign in' : `Sign in and connect ${connect}`;
  return (
    <>
      <form method="post" onSubmit={submit} className="space-y-5">
        {ended && !problem && <Notice kind="warning">You have been signed out. Sign in to continue.</Notice>}
        {problem && <Notice kind="error">{problem}</Notice>}
        <Field label="E-mail" name="email" type="email" autoComplete="username" required maxLength={MAX_EMAIL_LENGTH} />
        <PasswordField label="Password" name="password" autoComplete="current-password" />
        <Button type="submit" variant="primary" size="large" className="w-full whitespace-normal py-2" busy={busy}>
          {busy ? 'Signing in…' : label}
        </Button>
        <p className="text-center text-sm">
          <a href="/forgot" className="link">
            Forgot your password?
          </a>
        </p>
      </form>
      {connect !== undefined && (
        <div ref={connection} hidden>
          <ProviderForm intent="connect" callbackUrl="/settings/connections" label={label} />
        </div>
      )}
    </>
  );
}
