'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH, MAX_PASSWORD_UNITS, MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';
import type { Failure } from '../api/failure';
import { request } from '../api/request';
import type { NewAccount, NewAdministrator } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Result } from './result';
import { signInHere, unknownAddress } from './sign-in';

/** Problems by field; `form` concerns no single field. */
type Problems = Partial<Record<'code' | 'email' | 'name' | 'password' | 'form', string>>;

const TRY_AGAIN = 'Your account was created, but signing in failed. Go to “Sign in” and try again.';

/** Next steps when the account was created and the sign-in failed. */
const NOT_SIGNED_IN = {
  wrong: TRY_AGAIN,
  'too-often': 'Your account was created, but there were too many sign-in attempts. Wait a minute, then go to “Sign in”.',
  unreachable: TRY_AGAIN,
  'unknown-address': TRY_AGAIN,
  unavailable: TRY_AGAIN,
  'disk-full': TRY_AGAIN,
  disabled: TRY_AGAIN,
};

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
  const [problems, setProblems] = useState<Problems>({});
  /** The address that a link was mailed to; null before. */
  const [mailedTo, setMailedTo] = useState<string | null>(null);

  function refuse(found: Problems) {
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
    const answer = await send(account, setupCode === undefined ? undefined : field('code').trim());
    if (!answer.ok) return refuse(explain(answer.failure));
    // Accepted, not created: the link in the message opens the account.
    if (answer.status === 202) return setMailedTo(account.email.trim());
    const outcome = await signInHere(account.email.trim(), account.password, callbackUrl).catch(() => 'unreachable' as const);
    if (outcome !== 'signed-in') refuse({ form: NOT_SIGNED_IN[outcome] });
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
      <Field label="Name" name="name" autoComplete="name" required maxLength={MAX_NAME_LENGTH} error={problems.name} />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={MAX_EMAIL_LENGTH}
        hint={domains && `An address at ${domains.join(', ') || 'a domain that the administrator allows'}.`}
        error={problems.email}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        maxLength={MAX_PASSWORD_UNITS}
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
      <Button type="submit" variant="primary" size="large" className="w-full" aria-disabled={busy}>
        {busy ? 'Creating the account…' : 'Create account'}
      </Button>
    </form>
  );
}

function send(account: NewAccount, code: string | undefined) {
  if (code === undefined) return request('/api/accounts', { method: 'POST', json: account });
  const administrator: NewAdministrator = { ...account, code };
  return request('/api/setup', { method: 'POST', json: administrator });
}

function explain({ code, detail, fields }: Failure): Problems {
  if (code === 'cross_origin') return { form: unknownAddress(window.location.origin) };
  if (code === 'email_taken') return { email: 'An account with this e-mail address already exists. Sign in instead.' };
  if (code === 'registration_refused') return { email: detail };
  if (code === 'offline') return { form: 'You are offline. Try again once you are connected.' };
  if (code === 'unreachable') return { form: 'The server could not be reached. Try again in a moment.' };
  if (Object.keys(fields).length > 0) return fields;
  return { form: detail || 'The account could not be created. Try again in a moment.' };
}
