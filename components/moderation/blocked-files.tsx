'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { BlockedFile } from '../api/resource';
import { Moment, useDates } from '../dates/dates';
import { Confirm } from '../ui/confirm';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';

/** Files that were removed and cannot become a picture again. */
export function BlockedFiles({ initial }: { initial: BlockedFile[] }) {
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
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(errorMessage(answer.failure));
    setFiles((before) => before.filter((file) => file.id !== id));
    heading.current?.focus();
  }

  return (
    <Section id="blocked-files-heading" headingRef={heading} title="Blocked files">
      <p className="text-muted text-sm">
        {files.length === 0 ? 'None. You block a file when you remove the picture of a person.' : 'These files cannot become a picture.'}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      {files.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {files.map((file) => (
            <li key={file.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0 text-sm">
                <p className="wrap-anywhere font-medium">{file.reason}</p>
                <p className="mt-0.5 text-muted">
                  {file.userId === null ? 'For everyone' : <Blocked userId={file.userId} />} · <Moment date={file.createdAt} />
                </p>
              </div>
              <Confirm
                action="Unblock"
                label={`Unblock the file of ${moment(file.createdAt)}`}
                title="Unblock this file?"
                keep="Keep blocked"
                busy={busy}
                onConfirm={() => void unblock(file)}
              >
                It can become a picture again, through every API.
              </Confirm>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Blocked({ userId }: { userId: number }) {
  return (
    <>
      For{' '}
      <Link href={`/settings/people/${userId}`} prefetch={false} className="link">
        person {userId}
      </Link>
    </>
  );
}
