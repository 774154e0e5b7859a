'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { MAX_PASSWORD_UNITS } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { AccountDeletion as Asked, Deletion, DeletionReport } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { announceSession, setSigningOut } from '../auth/session';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { count } from './count';
import { keepReport } from './deletion-report';

type Loaded = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; deletion: Deletion };

interface AccountDeletionProps {
  /** For password managers. */
  email: string;
  hasPassword: boolean;
  /** The name of the provider with which a person without a password signs in. */
  provider: string | null;
}

/** Deletes the account, in seven days or at once, and keeps one that is to be deleted. */
export function AccountDeletion({ email, hasPassword, provider }: AccountDeletionProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState<{ password?: string; form?: string }>({});

  const reload = useCallback(async () => {
    const answer = await request<Deletion>('/api/me/deletion');
    if (answer.ok) setLoaded({ state: 'ready', deletion: answer.value });
    else setLoaded({ state: 'failed', text: errorMessage(answer.failure) });
  }, []);

  useEffect(() => void reload(), [reload]);

  function refuse(found: { password?: string; form?: string }) {
    setProblem(found);
    const control = found.password && form.current?.elements.namedItem('password');
    if (control instanceof HTMLInputElement) control.focus();
  }

  /** After a change that removes the control which had the focus. */
  async function done(text: string) {
    heading.current?.focus();
    announce(text);
    await reload();
    // The notice above the settings is rendered by the server.
    router.refresh();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const [password, now] = [String(data.get('password')), data.get('now') !== null];
    announce('');
    setProblem({});
    if (hasPassword && !password) return refuse({ password: 'Enter your password.' });
    setBusy(true);
    // The page leaves by itself, with the report.
    if (now) setSigningOut(true);
    const answer = await request<DeletionReport>('/api/me', {
      method: 'DELETE',
      json: { now, ...(hasPassword && { password }) } satisfies Asked,
    });
    if (answer.ok && now) {
      keepReport(answer.value);
      announceSession();
      return window.location.assign('/');
    }
    setSigningOut(false);
    setBusy(false);
    if (answer.ok) return done('Your account will be deleted in seven days.');
    const { fields } = answer.failure;
    refuse(fields.password ? { password: fields.password } : { form: errorMessage(answer.failure) });
  }

  async function keep() {
    if (busy) return;
    setBusy(true);
    setProblem({});
    const answer = await request<undefined>('/api/me/deletion', { method: 'DELETE' });
    setBusy(false);
    if (answer.ok) return done('Your account stays.');
    setProblem({ form: errorMessage(answer.failure) });
  }

  return (
    <section aria-labelledby="deletion-heading" className="rounded-xl border border-line bg-surface p-5 sm:p-6">
      <h2 ref={heading} id="deletion-heading" tabIndex={-1} className="font-medium text-lg">
        Delete your account
      </h2>
      <p role="status" className="my-2 min-h-5 text-muted text-sm">
        {announced}
      </p>
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      {loaded.state === 'loading' && <p className="text-muted text-sm">Loading…</p>}
      {loaded.state === 'failed' && (
        <Notice kind="error">
          <p>{loaded.text}</p>
          <Button onClick={() => void reload()}>Try again</Button>
        </Notice>
      )}
      {loaded.state === 'ready' && <Losses {...loaded.deletion} />}
      {loaded.state === 'ready' && loaded.deletion.deleteAt !== null && (
        <Button className="mt-4" variant="primary" aria-disabled={busy} onClick={() => void keep()}>
          Keep my account
        </Button>
      )}
      {loaded.state === 'ready' && loaded.deletion.deleteAt === null && !hasPassword && (
        <div className="mt-4">
          <NoPassword provider={provider} page="/settings/data" />
        </div>
      )}
      {loaded.state === 'ready' && loaded.deletion.deleteAt === null && (
        <form ref={form} onSubmit={submit} noValidate className="mt-4 max-w-xl space-y-5">
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          {hasPassword && (
            <Field
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              maxLength={MAX_PASSWORD_UNITS}
              error={problem.password}
            />
          )}
          <label className="flex min-h-10 cursor-pointer items-start gap-3">
            <input type="checkbox" name="now" className="mt-0.5 size-5 shrink-0 accent-accent" />
            <span>
              <span className="block font-medium text-sm">Delete at once</span>
              <span className="block text-muted text-sm">Otherwise you have seven days in which you can keep your account.</span>
            </span>
          </label>
          <Button type="submit" variant="danger" aria-disabled={busy}>
            {busy ? 'Deleting…' : 'Delete my account'}
          </Button>
        </form>
      )}
    </section>
  );
}

function Losses({ versions, keys, sessions }: Deletion) {
  return (
    <p className="max-w-2xl text-sm">
      Your account goes with {count(versions, 'picture')}, {count(keys, 'API key')} and {count(sessions, 'sign-in')}. This cannot be undone.
    </p>
  );
}
