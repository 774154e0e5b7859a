'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import { request } from '../api/request';
import type { PasswordChange } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { PasswordField } from '../password/password-field';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
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
  const t = useTexts('security.password');
  const explain = useExplain();
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
    if (hasPassword && !currentPassword) return refuse({ currentPassword: t('enter') });
    setBusy(true);
    const json = { newPassword, ...(hasPassword && { currentPassword }) } satisfies PasswordChange;
    const answer = await request<undefined>('/api/me/password', { method: 'PUT', json });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      return refuse(Object.keys(fields).length > 0 ? explain.fields(answer.failure) : { form: explain.failure(answer.failure) });
    }
    form.current?.reset();
    announce(t('changed'));
    announceSessionsChange();
    // The form and the connected accounts depend on whether there is a password.
    if (!hasPassword) router.refresh();
  }

  return (
    <Section id="password-heading" title={t('title')} about={t('about')}>
      {!hasPassword && <NoPassword provider={provider} page="/settings/security" />}
      <form method="dialog" ref={form} onSubmit={submit} noValidate className="space-y-6">
        <div className="max-w-md space-y-5">
          {problems.form && <Notice kind="error">{problems.form}</Notice>}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          {hasPassword && (
            <PasswordField label={t('current')} name="currentPassword" autoComplete="current-password" error={problems.currentPassword} />
          )}
          <PasswordField
            label={t('new')}
            name="newPassword"
            autoComplete="new-password"
            personal={[email]}
            hint={t('length', { count: MIN_PASSWORD_LENGTH })}
            error={problems.newPassword}
          />
        </div>
        <SectionFooter status={announced}>
          <Button type="submit" variant="primary" busy={busy}>
            {t(busy ? 'busy' : hasPassword ? 'change' : 'choose')}
          </Button>
        </SectionFooter>
      </form>
    </Section>
  );
}
