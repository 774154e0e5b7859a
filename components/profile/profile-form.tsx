'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { MAX_NAME_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Me, ProfileChange } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { useUnsaved } from '../unsaved-changes/store';

/** Changes the person's name, which the header and every API show at once. */
export function ProfileForm({ name, email }: { name: string; email: string }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [value, setValue] = useState(name);
  const [saved, setSaved] = useState(name);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState<{ name?: string; form?: string }>({});
  useUnsaved(value !== saved);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    announce('');
    setProblem({});
    setBusy(true);
    const answer = await request<Me>('/api/me', { method: 'PATCH', json: { name: value } satisfies ProfileChange });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      setProblem(fields.name ? { name: fields.name } : { form: errorMessage(answer.failure) });
      const control = fields.name && form.current?.elements.namedItem('name');
      if (control instanceof HTMLInputElement) control.focus();
      return;
    }
    setValue(answer.value.name);
    setSaved(answer.value.name);
    announce('Saved.');
    // The header is rendered by the server.
    router.refresh();
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="max-w-xl space-y-5 rounded-xl border border-line bg-surface p-5 sm:p-6">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={MAX_NAME_LENGTH}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        error={problem.name}
      />
      <Field label="E-mail" name="email" type="email" readOnly value={email} hint="You sign in with this address." />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" aria-disabled={busy}>
          {busy ? 'Saving…' : 'Save'}
        </Button>
        <p role="status" className="text-muted text-sm">
          {announced}
        </p>
      </div>
    </form>
  );
}
