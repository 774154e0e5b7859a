'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { sentenceSpaceOf } from '@/lib/languages/languages';
import { request } from '../api/request';
import type { AccountDeletion as Asked, Deletion, DeletionReport } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { announceSession, setSigningOut } from '../auth/session';
import { PasswordField } from '../password/password-field';
import { listCounts } from '../texts/list-counts';
import { useLocale, useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
import { useLoaded } from '../ui/use-loaded';
import { keepReport } from './keep-report';

interface AccountDeletionProps {
  /** The losses, and when the deletion is due, when the page was rendered. */
  rendered: Deletion;
  /** For password managers. */
  email: string;
  hasPassword: boolean;
  /** The name of the provider with which a person without a password signs in. */
  provider: string | null;
  /** A notice below the heading. */
  children: ReactNode;
}

/** Deletes the account, in seven days or at once, and keeps one that is to be deleted. */
export function AccountDeletion({ rendered, email, hasPassword, provider, children }: AccountDeletionProps) {
  const t = useTexts('data.deletion');
  const [report, controls] = [useTexts('data.deletion.report'), useTexts('controls')];
  const locale = useLocale();
  const explain = useExplain();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { loaded, reload } = useLoaded('/api/me/deletion', rendered);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState<{ password?: string; form?: string }>({});

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
    if (hasPassword && !password) return refuse({ password: t('enter') });
    setBusy(true);
    // The page leaves by itself, with the report.
    if (now) setSigningOut(true);
    const answer = await request<DeletionReport>('/api/me', {
      method: 'DELETE',
      json: { now, ...(hasPassword && { password }) } satisfies Asked,
    });
    if (answer.ok && now) {
      keepReport(reportText(answer.value));
      announceSession();
      return window.location.assign('/');
    }
    setSigningOut(false);
    setBusy(false);
    if (answer.ok) return done(t('scheduled'));
    const { fields } = answer.failure;
    refuse(fields.password ? explain.fields(answer.failure) : { form: explain.failure(answer.failure) });
  }

  const losses = ({ versions, keys, sessions }: Omit<Deletion, 'deleteAt'>, objects = 0) =>
    listCounts(
      [
        [versions, (values) => t('versions', values)],
        [keys, (values) => t('keys', values)],
        [sessions, (values) => t('sessions', values)],
        [objects, (values) => report('objects', values)],
      ],
      locale,
    );

  function warningText(deletion: Deletion) {
    const lost = losses(deletion);
    return [...(lost ? [t('losses', { losses: lost })] : []), t('final')].join(sentenceSpaceOf(locale));
  }

  function reportText({ objects, objectsLeft, ...deleted }: DeletionReport) {
    const rest = objectsLeft === 0 ? report('nothingLeft') : report('left', { count: objectsLeft });
    const lost = losses(deleted, objects);
    return { title: report('title'), text: [...(lost ? [report('gone', { losses: lost })] : []), rest] };
  }

  async function keep() {
    if (busy) return;
    setBusy(true);
    setProblem({});
    const answer = await request<undefined>('/api/me/deletion', { method: 'DELETE' });
    setBusy(false);
    if (answer.ok) return done(t('stays'));
    setProblem({ form: explain.failure(answer.failure) });
  }

  return (
    <Section id="deletion-heading" headingRef={heading} title={t('title')} tone="danger">
      {children}
      <p role="status" className="text-muted text-sm empty:hidden">
        {announced}
      </p>
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      {loaded.state === 'failed' && (
        <Notice kind="error">
          <p>{loaded.text}</p>
          <Button size="small" onClick={() => void reload()}>
            {controls('again')}
          </Button>
        </Notice>
      )}
      {loaded.state === 'ready' && <p className="max-w-2xl text-sm">{warningText(loaded.value)}</p>}
      {loaded.state === 'ready' && loaded.value.deleteAt !== null && (
        <Button variant="primary" aria-disabled={busy} onClick={() => void keep()}>
          {t('keep')}
        </Button>
      )}
      {loaded.state === 'ready' && loaded.value.deleteAt === null && !hasPassword && (
        <NoPassword provider={provider} page="/settings/data" />
      )}
      {loaded.state === 'ready' && loaded.value.deleteAt === null && (
        <form method="dialog" ref={form} onSubmit={submit} noValidate className="space-y-6">
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          {hasPassword && (
            <div className="max-w-md">
              <PasswordField label={t('password')} name="password" autoComplete="current-password" error={problem.password} />
            </div>
          )}
          <Choice name="now" label={t('now')} about={t('nowAbout')} />
          <SectionFooter>
            <Button type="submit" variant="destructive" busy={busy}>
              {t(busy ? 'busy' : 'submit')}
            </Button>
          </SectionFooter>
        </form>
      )}
    </Section>
  );
}
