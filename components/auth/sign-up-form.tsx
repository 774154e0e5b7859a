'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH, MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { NewAccount } from '../api/resource';
import { PasswordField } from '../password/password-field';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Result } from './result';

/** Problems by field; `form` concerns no single field. */
type SignUpProblems = Partial<Record<'code' | 'email' | 'name' | 'password' | 'form', string>>;

interface SignUpFormProps {
  /** The form as it was posted without a script. */
  posted: Posted;
  callbackUrl?: string;
  /** The code of the setup link, for the account of the first administrator; undefined for any other account. */
  setupCode?: string;
  /** The token of an invite. */
  invite?: string;
  /** The only domains of e-mail addresses that may sign up; undefined for any. */
  domains?: readonly string[];
}

export function SignUpForm({ posted, callbackUrl, setupCode, invite, domains }: SignUpFormProps) {
  const t = useTexts('sign-up.form');
  const explain = useExplain();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<SignUpProblems>(() => (posted.failure ? problemsOf(posted.failure) : {}));
  /** Name and address: a password of them is easy to guess. */
  const [personal, setPersonal] = useState<readonly string[]>([]);
  /** The address that a link was mailed to; null before. */
  const [mailedTo, setMailedTo] = useState(() => (posted.done ? String(posted.done.email) : null));

  function refuse(found: SignUpProblems) {
    setProblems(found);
    setBusy(false);
    const first = ['name', 'email', 'password', 'code'].find((name) => name in found);
    const control = first && form.current?.elements.namedItem(first);
    if (control instanceof HTMLInputElement) control.focus();
  }

  function problemsOf(failure: Failure): SignUpProblems {
    const { code, fields } = failure;
    if (code === 'email_taken') return { email: t('taken') };
    if (code === 'registration_refused') return { email: explain.failure(failure) };
    if (code === 'unreachable') return { form: explain.connection() };
    if (Object.keys(fields).length > 0) return explain.fields(failure);
    return { form: code === 'unexpected' ? t('failed') : explain.failure(failure) };
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const field = (name: string) => String(data.get(name));
    const account: NewAccount = { name: field('name'), email: field('email'), password: field('password'), ...(invite && { invite }) };
    setBusy(true);
    setProblems({});
    const code = setupCode === undefined ? undefined : field('code').trim();
    // Loaded now: who only looks at the form needs none of it.
    const result = await import('./open-account')
      .then(({ openAccount }) => openAccount(account, { code, callbackUrl }))
      .catch(() => undefined);
    if (result === null) return;
    if (result?.kind === 'mailed') return setMailedTo(result.to);
    if (result === undefined) return refuse({ form: explain.connection() });
    refuse(result.kind === 'refused' ? problemsOf(result.failure) : { form: t(result.isTooOften ? 'tooOften' : 'notSignedIn') });
  }

  if (mailedTo !== null)
    return (
      <Result href="/sign-up" label={t('otherAddress')}>
        {t('mailed', { email: mailedTo })}
      </Result>
    );
  return (
    <form ref={form} method="post" action={posted.action} noValidate onSubmit={submit} className="space-y-5">
      {problems.form && <Notice kind="error">{problems.form}</Notice>}
      <Field
        label={t('name')}
        name="name"
        autoComplete="name"
        required
        defaultValue={posted.values.name}
        maxLength={MAX_NAME_LENGTH}
        error={problems.name}
        onChange={({ target }) => setPersonal([target.value, personal[1] ?? ''])}
      />
      <Field
        label={t('email')}
        name="email"
        type="email"
        autoComplete="email"
        required
        defaultValue={posted.values.email}
        maxLength={MAX_EMAIL_LENGTH}
        hint={domains && (domains.length > 0 ? t('domains', { domains: domains.join(', ') }) : t('someDomain'))}
        error={problems.email}
        onChange={({ target }) => setPersonal([personal[0] ?? '', target.value])}
      />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="new-password"
        personal={personal}
        hint={t('length', { count: MIN_PASSWORD_LENGTH })}
        error={problems.password}
      />
      {setupCode !== undefined && (
        <Field
          label={t('code')}
          name="code"
          autoComplete="off"
          required
          defaultValue={posted.values.code ?? setupCode}
          hint={t('codeHint')}
          error={problems.code}
        />
      )}
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </form>
  );
}
