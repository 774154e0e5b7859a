'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { MAX_PASSWORD_UNITS, MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { PasswordChange } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { announceSessionsChange } from './sessions-change';

type Problems = Partial<Record<'currentPassword' | 'newPassword' | 'form', string>>;

interface PasswordFormProps {
  /** For password managers. */
  email: string;
  hasPassword: boolean;
  /** The name of the provider with which a person without a password signs in. */
  provider: string | null;
}

/** Replaces the password, or chooses the first one, which ends every other sign-in. */
export function PasswordForm({ email, hasPassword, provider }: PasswordFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problems, setProblems] = useState<Problems>({});

  function refuse(found: Problems) {
    setProblems(found);
    const first = (['currentPassword', 'newPassword'] as const).find((name) => found[name]);
    const control = first && form.current?.elements.namedItem(first);
    if (control instanceof HTMLInputElement) control.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const [currentPassword, newPassword] = [String(data.get('currentPassword')), String(data.get('newPassword'))];
    announce('');
    setProblems({});
    if (hasPassword && !currentPassword) return refuse({ currentPassword: 'Enter your current password.' });
    setBusy(true);
    const json = { newPassword, ...(hasPassword && { currentPassword }) } satisfies PasswordChange;
    const answer = await request<undefined>('/api/me/password', { method: 'PUT', json });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      return refuse(Object.keys(fields).length > 0 ? fields : { form: errorMessage(answer.failure) });
    }
    form.current?.reset();
    announce('Password changed. You have been signed out everywhere else.');
    announceSessionsChange();
    // The form and the connected accounts depend on whether there is a password.
    if (!hasPassword) router.refresh();
  }

  return (
    <section aria-labelledby="password-heading" className="rounded-xl border border-line bg-surface p-5 sm:p-6">
      <h2 id="password-heading" className="mb-4 font-medium text-lg">
        Password
      </h2>
      {!hasPassword && (
        <div className="mb-5">
          <NoPassword provider={provider} page="/settings/security" />
        </div>
      )}
      <form ref={form} onSubmit={submit} noValidate className="max-w-xl space-y-5">
        {problems.form && <Notice kind="error">{problems.form}</Notice>}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        {hasPassword && (
          <Field
            label="Current password"
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
            maxLength={MAX_PASSWORD_UNITS}
            error={problems.currentPassword}
          />
        )}
        <Field
          label="New password"
          name="newPassword"
          type="password"
          autoComplete="new-password"
          required
          maxLength={MAX_PASSWORD_UNITS}
          hint={`At least ${MIN_PASSWORD_LENGTH} characters. You will be signed out everywhere else; API keys keep working.`}
          error={problems.newPassword}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="primary" aria-disabled={busy}>
            {busy ? 'Changing…' : hasPassword ? 'Change password' : 'Choose password'}
          </Button>
          <p role="status" className="text-muted text-sm">
            {announced}
          </p>
        </div>
      </form>
    </section>
  );
}
