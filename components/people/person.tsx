'use client';

import { ArrowLeft, ScrollText } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';
import { request } from '../api/request';
import type { PersonDetails } from '../api/resource';
import { Avatar } from '../avatar/avatar';
import { dayIn } from '../dates/in-text';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { buttonClass } from '../ui/button';
import { Notice } from '../ui/notice';
import { AccountSection } from './account-section';
import type { Act } from './act';
import { AddressesSection } from './addresses-section';
import { Badges } from './badges';
import type { Administrator } from './deletion-dialog';
import { DeletionSection } from './deletion-section';
import { KeysSection } from './keys-section';
import { PasswordSection } from './password-section';
import { PictureSection } from './picture-section';
import { SessionsSection } from './sessions-section';
import { VersionsSection } from './versions-section';

interface PersonProps {
  person: PersonDetails;
  administrator: Administrator;
  /** Whether a mail server is configured. */
  sendsMail: boolean;
}

/** An account with everything that administrators may see and change of it. */
export function Person({ person, administrator, sendsMail }: PersonProps) {
  const t = useTexts('person.head');
  const explain = useExplain();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isSending, setSending] = useState(false);
  const [isLoading, load] = useTransition();
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState('');
  const busy = isSending || isLoading;

  const act: Act = async (path, options, done) => {
    if (busy) return false;
    setSending(true);
    announce('');
    setProblem('');
    const answer = await request(`/api/people/${person.id}${path}`, options);
    setSending(false);
    if (answer.ok) announce(done);
    else setProblem(answer.failure.code === 'not_found' ? t('gone') : explain.failure(answer.failure));
    heading.current?.focus();
    // Also after a failure: what the page shows may be why.
    load(() => router.refresh());
    return answer.ok;
  };

  return (
    <div className="space-y-8">
      <div>
        <Link
          href="/settings/people"
          className="-ms-1 inline-flex min-h-8 items-center gap-1.5 rounded-md px-1 text-muted text-sm hover:text-ink"
        >
          <ArrowLeft className="size-4 rtl:-scale-x-100" aria-hidden="true" /> {t('all')}
        </Link>
        <div className="mt-4 flex flex-wrap items-center gap-4">
          <Avatar avatar={person.avatar} name={person.name} size={80} />
          <div className="min-w-0">
            <h1 ref={heading} tabIndex={-1} className="break-words font-semibold text-2xl">
              {person.name}
            </h1>
            <p className="mt-1 flex flex-wrap items-baseline gap-x-3 gap-y-1 break-words text-muted">
              <span className="min-w-0">
                {person.publicName && `${t('seenAs', { name: person.publicName })} · `}
                {person.email} · {t.rich('joined', dayIn(person.createdAt))}
              </span>
              <Badges person={person} admin={t('admin')} disabled={t('disabled')} />
            </p>
          </div>
          <Link
            href={`/settings/audit?subject=${person.id}`}
            prefetch={false}
            aria-label={t('auditOf', { name: person.name })}
            className={buttonClass({ className: 'sm:ms-auto' })}
          >
            <ScrollText aria-hidden="true" /> {t('audit')}
          </Link>
        </div>
        <p role="status" className="mt-3 text-muted text-sm empty:hidden">
          {announced}
        </p>
        {problem && <Notice kind="error">{problem}</Notice>}
      </div>
      <AccountSection person={person} busy={busy} act={act} />
      <PasswordSection person={person} sendsMail={sendsMail} busy={busy} act={act} />
      <PictureSection person={person} busy={busy} act={act} />
      <AddressesSection addresses={person.addresses} />
      <SessionsSection person={person} busy={busy} act={act} />
      <KeysSection person={person} busy={busy} act={act} />
      <VersionsSection versions={person.versions} />
      <DeletionSection person={person} administrator={administrator} busy={busy} />
    </div>
  );
}
