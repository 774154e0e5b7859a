'use client';

import { useRef, useState } from 'react';
import { request } from '../api/request';
import type { CreatedInvite, Invite } from '../api/resource';
import { dayIn } from '../dates/in-text';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copyable';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { NewInviteForm } from './new-invite-form';

/** Invites of all administrators. The link of a new one is shown once. */
export function Invites({ initial, isClosed }: { initial: Invite[]; isClosed: boolean }) {
  const t = useTexts('organization.invites');
  const explain = useExplain();
  const [invites, setInvites] = useState(initial);
  const [created, setCreated] = useState('');
  const [problem, setProblem] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);

  const titleOf = ({ id, role, email }: Invite) => (email === null ? t('nameOf', { id, role }) : t('nameFor', { id, role, email }));

  function add({ url, ...invite }: CreatedInvite) {
    setInvites((before) => [invite, ...before]);
    setCreated(url);
  }

  async function withdraw({ id }: Invite) {
    setProblem('');
    const answer = await request<undefined>(`/api/invites/${id}`, { method: 'DELETE' });
    // Another administrator may have withdrawn it already.
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(explain.failure(answer.failure));
    setInvites((before) => before.filter((invite) => invite.id !== id));
    heading.current?.focus();
  }

  return (
    <Section id="invites-heading" headingRef={heading} title={t('title')}>
      {isClosed && <Notice kind="warning">{t('closed')}</Notice>}
      {problem && <Notice kind="error">{problem}</Notice>}
      <NewInviteForm onCreated={add} />
      {created && (
        <div className="space-y-2 rounded-xl border border-accent p-4">
          <p className="text-sm">{t('created')}</p>
          <Copyable label={t('copy')} text={created} testId="invite-link" />
        </div>
      )}
      {invites.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {invites.map((invite) => (
            <li key={invite.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0">
                <p className="wrap-anywhere font-medium text-sm">{titleOf(invite)}</p>
                <p className="text-muted text-sm">
                  {t('used', { uses: invite.uses, maxUses: invite.maxUses })} · {t.rich('expires', dayIn(invite.expiresAt))}
                </p>
              </div>
              <Button
                size="small"
                variant="danger"
                aria-label={t('withdrawOf', { invite: titleOf(invite) })}
                onClick={() => void withdraw(invite)}
              >
                {t('withdraw')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
