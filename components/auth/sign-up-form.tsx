'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH, MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import type { NewAccount } from '../api/resource';
import { PasswordField } from '../password/password-field';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import type { SignUpProblems } from './open-account';
import { Result } from './result';
import { UNREACHABLE } from './send-later';

interface SignUpFormProps {
  callbackUrl?: string;
  /** The code of the setup link, for the account of the first administrator; undefined for any other account. */
  setupCode?: string;
  /** The token of an invite. */
  invite?: string;
  /** The only domains of e-mail addresses that may sign up; undefined for any. */
  domains?: readonly string[];
}

export function SignUpForm({ callbackUrl, setupCode, invite, domains }: SignUpFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<SignUpProblems>({});
  /** Name and address: a password of them is easy to guess. */
  const [personal, setPersonal] = useState<readonly string[]>([]);
  /** The address that a link was mailed to; null before. */
  const [mailedTo, setMailedTo] = useState<string | null>(null);

  function refuse(found: SignUpProblems) {
    setProblems(found);
    setBusy(false);
    const first = ['name', 'email', 'password', 'code'].find((name) => name in found);
    const control = first && form.current?.elements.namedItem(first);
    if (control instanceof HTMLInputElement) control.focus();
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
      .catch(() => ({ problems: { form: UNREACHABLE } }));
    if (result === null) return;
    if ('problems' in result) return refuse(result.problems);
    setMailedTo(result.mailedTo);
  }

  if (mailedTo !== null)
    return (
      <Result href="/sign-up" label="Use another address">
        {`We sent a message to ${mailedTo}. Open the link in it within an hour, and your account is ready.`}
      </Result>
    );
  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="space-y-5">
      {problems.form && <Notice kind="error">{problems.form}</Notice>}
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={MAX_NAME_LENGTH}
        error={problems.name}
        onChange={({ target }) => setPersonal([target.value, personal[1] ?? ''])}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={MAX_EMAIL_LENGTH}
        hint={domains && `An address at ${domains.join(', ') || 'a domain that the administrator allows'}.`}
        error={problems.email}
        onChange={({ target }) => setPersonal([personal[0] ?? '', target.value])}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        personal={personal}
        hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
        error={problems.password}
      />
      {setupCode !== undefined && (
        <Field
          label="Setup code"
          name="code"
          autoComplete="off"
          required
          defaultValue={setupCode}
          hint="Part of the setup link that the server printed when it started."
          error={problems.code}
        />
      )}
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {busy ? 'Creating the account…' : 'Create account'}
      </Button>
    </form>
  );
}
