'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { PasswordChange } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { PasswordField } from '../password/password-field';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
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
    <Section id="password-heading" title="Password" about="You will be signed out everywhere else; API keys keep working.">
      {!hasPassword && <NoPassword provider={provider} page="/settings/security" />}
      <form ref={form} onSubmit={submit} noValidate className="space-y-6">
        <div className="max-w-md space-y-5">
          {problems.form && <Notice kind="error">{problems.form}</Notice>}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          {hasPassword && (
            <PasswordField
              label="Current password"
              name="currentPassword"
              autoComplete="current-password"
              error={problems.currentPassword}
            />
          )}
          <PasswordField
            label="New password"
            name="newPassword"
            autoComplete="new-password"
            personal={[email]}
            hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
            error={problems.newPassword}
          />
        </div>
        <SectionFooter status={announced}>
          <Button type="submit" variant="primary" busy={busy}>
            {busy ? 'Changing…' : hasPassword ? 'Change password' : 'Choose password'}
          </Button>
        </SectionFooter>
      </form>
    </Section>
  );
}
