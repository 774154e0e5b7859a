import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { request } from '../api/request';
import type { NewAddress } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { PasswordField } from '../password/password-field';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';

interface NewAddressFormProps {
  hasPassword: boolean;
  /** The name of the provider with which a person without a password signs in. */
  provider: string | null;
  /** Receives the address as the person wrote it. */
  onAdded: (email: string) => void;
}

export function NewAddressForm({ hasPassword, provider, onAdded }: NewAddressFormProps) {
  const t = useTexts('addresses.form');
  const explain = useExplain();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ email?: string; password?: string; form?: string }>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const [email, password] = [String(data.get('email')).trim(), String(data.get('password'))];
    setProblem({});
    setBusy(true);
    const answer = await request('/api/me/addresses', {
      method: 'POST',
      json: { email, ...(hasPassword && { password }) } satisfies NewAddress,
    });
    setBusy(false);
    if (answer.ok) {
      form.current?.reset();
      return onAdded(email);
    }
    const { fields } = answer.failure;
    const { email: emailProblem, password: passwordProblem } = fields;
    setProblem(emailProblem || passwordProblem ? explain.fields(answer.failure) : { form: explain.failure(answer.failure) });
    const control = form.current?.elements.namedItem(passwordProblem && !emailProblem ? 'password' : 'email');
    if (control instanceof HTMLInputElement) control.focus();
  }

  return (
    <Section id="new-address-heading" title={t('title')}>
      {!hasPassword && <NoPassword provider={provider} page="/settings/addresses" />}
      <form method="dialog" ref={form} onSubmit={submit} noValidate className="space-y-6">
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <div className="max-w-md space-y-5">
          <Field
            label={t('email')}
            name="email"
            type="email"
            autoComplete="email"
            required
            maxLength={MAX_EMAIL_LENGTH}
            hint={t('hint')}
            error={problem.email}
          />
          {hasPassword && <PasswordField label={t('password')} name="password" autoComplete="current-password" error={problem.password} />}
        </div>
        <SectionFooter>
          <Button type="submit" variant="primary" busy={busy}>
            {t(busy ? 'busy' : 'submit')}
          </Button>
        </SectionFooter>
      </form>
    </Section>
  );
}
