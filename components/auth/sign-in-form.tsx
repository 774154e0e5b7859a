'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_UNITS } from '@/lib/accounts/limits';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { ProviderForm } from './provider-form';
import { signInHere, unknownAddress } from './sign-in';

const PROBLEMS = {
  wrong: 'Wrong e-mail address or password.',
  'too-often': 'Too many sign-in attempts. Try again in a few minutes.',
  disabled: 'This account is disabled. Ask an administrator to enable it.',
  'disk-full': 'The disk of this server is full. Ask the administrator to free some space, then try again.',
  unavailable: 'The server cannot reach its database at present. Try again in a moment.',
};

const UNREACHABLE = 'The server could not be reached. Check the connection and try again.';

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
      const outcome = await signInHere(String(data.get('email')).trim(), String(data.get('password')), callbackUrl, goOn);
      if (outcome === 'signed-in') return;
      setProblem(outcome === 'unknown-address' ? unknownAddress(window.location.origin) : PROBLEMS[outcome]);
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
        <Field label="Password" name="password" type="password" autoComplete="current-password" required maxLength={MAX_PASSWORD_UNITS} />
        <p className="text-sm">
          <a href="/forgot" className="link">
            Forgot your password?
          </a>
        </p>
        <Button type="submit" variant="primary" size="large" className="w-full whitespace-normal py-2" aria-disabled={busy}>
          {busy ? 'Signing in…' : label}
        </Button>
      </form>
      {connect !== undefined && (
        <div ref={connection} hidden>
          <ProviderForm intent="connect" callbackUrl="/settings/security" label={label} />
        </div>
      )}
    </>
  );
}
