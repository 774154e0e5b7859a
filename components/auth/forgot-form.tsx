'use client';

import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { PasswordResetRequest } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { unknownAddress } from './sign-in';

/** Asks for a link by mail. The answer is the same for every address. */
export function ForgotForm({ email }: { email?: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [sentTo, setSentTo] = useState('');
  const [problems, setProblems] = useState<{ email?: string; form?: string }>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const json: PasswordResetRequest = { email: String(new FormData(event.currentTarget).get('email')).trim() };
    setProblems({});
    setSentTo('');
    setBusy(true);
    const answer = json.email ? await request('/api/password-resets', { method: 'POST', json }) : undefined;
    setBusy(false);
    if (answer?.ok) return setSentTo(json.email);
    const field = answer ? answer.failure.fields.email : 'Enter your e-mail address.';
    if (answer?.failure.code === 'cross_origin') setProblems({ form: unknownAddress(window.location.origin) });
    else if (answer && !field) setProblems({ form: errorMessage(answer.failure) });
    else setProblems({ email: field });
    const control = field && form.current?.elements.namedItem('email');
    if (control instanceof HTMLInputElement) control.focus();
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="space-y-5">
      {problems.form && <Notice kind="error">{problems.form}</Notice>}
      <p role="status" className="text-sm empty:hidden">
        {sentTo &&
          `If ${sentTo} has an account, a message with a link was sent to it. The link works for an hour. Look into the spam folder too.`}
      </p>
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        maxLength={MAX_EMAIL_LENGTH}
        hint="A link to choose a new password is sent there."
        error={problems.email}
      />
      <Button type="submit" variant="primary" size="large" className="w-full" aria-disabled={busy}>
        {busy ? 'Sending…' : 'Send the link'}
      </Button>
    </form>
  );
}
