'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { PasswordField } from '../password/password-field';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { keepAddress } from './keep-address';
import { ProviderForm } from './provider-form';
import type { SignInOutcome } from './sign-in';

/** The codes of errors of the server. */
const CODES = {
  'unknown-address': 'cross_origin',
  disabled: 'account_disabled',
  'disk-full': 'storage_full',
  unavailable: 'database_unavailable',
};

/** Asked for here, because browsers ask in their own language. */
const REQUIRED = { email: { email: { code: 'required' } }, password: { password: { code: 'required' } } } as const;

interface SignInFormProps {
  /** Where the form is posted without a script. */
  action: string;
  /** The address of an earlier attempt. */
  email?: string | undefined;
  callbackUrl?: string;
  /** The problem of an earlier attempt. */
  failed: string | null;
  /** The name of a provider to connect after the sign-in. */
  connect?: string;
  /** The session of a person on this page has ended. */
  ended: boolean;
}

export function SignInForm({ action, email, callbackUrl, failed, ended, connect }: SignInFormProps) {
  const t = useTexts('sign-in.form');
  const explain = useExplain();
  const form = useRef<HTMLFormElement>(null);
  const connection = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(failed ?? '');
  const [missing, setMissing] = useState<Record<string, string>>({});

  function textOf(outcome: Exclude<SignInOutcome, 'signed-in'>): string {
    if (outcome === 'wrong' || outcome === 'too-often') return t(outcome);
    return explain.failure({ code: CODES[outcome] });
  }

  function control(name: string): HTMLInputElement | null {
    const found = form.current?.elements.namedItem(name);
    return found instanceof HTMLInputElement ? found : null;
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const [email, password] = [String(data.get('email')).trim(), String(data.get('password'))];
    setProblem('');
    setMissing(explain.fields({ fieldProblems: { ...(!email && REQUIRED.email), ...(!password && REQUIRED.password) } }));
    if (!email || !password) return;
    setBusy(true);
    try {
      const goOn = connect === undefined ? undefined : () => connection.current?.querySelector('form')?.submit();
      // Loaded now: who only looks at the form needs none of it.
      const { signInHere } = await import('./sign-in');
      const outcome = await signInHere(email, password, callbackUrl, goOn);
      if (outcome === 'signed-in') return;
      setProblem(textOf(outcome));
      const field = control('password');
      if (outcome === 'wrong' && field) {
        field.value = '';
        field.focus();
      }
    } catch {
      setProblem(explain.connection());
    }
    setBusy(false);
  }

  const label = connect === undefined ? t('submit') : t('connect', { provider: connect });
  return (
    <>
      <form ref={form} method="post" action={action} noValidate onSubmit={submit} className="space-y-5">
        {ended && !problem && <Notice kind="warning">{t('ended')}</Notice>}
        {problem && <Notice kind="error">{problem}</Notice>}
        <Field
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={email}
          maxLength={MAX_EMAIL_LENGTH}
          error={missing.email}
        />
        <PasswordField label={t('password')} name="password" autoComplete="current-password" error={missing.password} />
        <Button type="submit" variant="primary" size="large" className="w-full whitespace-normal py-2" busy={busy}>
          {busy ? t('busy') : label}
        </Button>
        <p className="text-center text-sm">
          <a href="/forgot" className="link" onClick={() => keepAddress(control('email')?.value.trim() ?? '')}>
            {t('forgot')}
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
