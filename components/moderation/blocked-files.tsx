'use client';

import Link from 'next/link';
import { type ReactNode, useRef, useState } from 'react';
import { request } from '../api/request';
import type { BlockedFile } from '../api/resource';
import { Moment, useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Confirm } from '../ui/confirm';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';

/** Files that were removed and cannot become a picture again. */
export function BlockedFiles({ initial }: { initial: BlockedFile[] }) {
  const t = useTexts('organization.blocked');
  const explain = useExplain();
  const [files, setFiles] = useState(initial);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { moment } = useDates();

  async function unblock({ id }: BlockedFile) {
    if (busy) return;
    setBusy(true);
    setProblem('');
    const answer = await request<undefined>(`/api/blocked-files/${id}`, { method: 'DELETE' });
    setBusy(false);
    // Another administrator may have unblocked it already.
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(explain.failure(answer.failure));
    setFiles((before) => before.filter((file) => file.id !== id));
    heading.current?.focus();
  }

  return (
    <Section id="blocked-files-heading" headingRef={heading} title={t('title')}>
      <p className="text-muted text-sm">{t(files.length === 0 ? 'none' : 'about')}</p>
      {problem && <Notice kind="error">{problem}</Notice>}
      {files.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {files.map((file) => (
            <li key={file.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0 text-sm">
                <p className="wrap-anywhere font-medium">{file.reason}</p>
                <p className="mt-0.5 text-muted">
                  {file.userId === null ? t('everyone') : t.rich('person', { id: file.userId, link: linkTo(file.userId) })} ·{' '}
                  <Moment date={file.createdAt} />
                </p>
              </div>
              <Confirm
                action={t('unblock')}
                label={t('unblockOf', { date: moment(file.createdAt) })}
                title={t('question')}
                keep={t('keep')}
                busy={busy}
                onConfirm={() => void unblock(file)}
              >
                {t('consequences')}
              </Confirm>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const linkTo = (userId: number) => (text: ReactNode) => (
  <Link href={`/settings/people/${userId}`} prefetch={false} className="link">
    {text}
  </Link>
);
