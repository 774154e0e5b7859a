'use client';

import { useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { CreatedInvite, Invite } from '../api/resource';
import { Day } from '../dates/dates';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copyable';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { NewInviteForm } from './new-invite-form';

/** Invites of all administrators. The link of a new one is shown once. */
export function Invites({ initial, isClosed }: { initial: Invite[]; isClosed: boolean }) {
  const [invites, setInvites] = useState(initial);
  const [created, setCreated] = useState('');
  const [problem, setProblem] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);

  function add({ url, ...invite }: CreatedInvite) {
    setInvites((before) => [invite, ...before]);
    setCreated(url);
  }

  async function withdraw({ id }: Invite) {
    setProblem('');
    const answer = await request<undefined>(`/api/invites/${id}`, { method: 'DELETE' });
    // Another administrator may have withdrawn it already.
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(errorMessage(answer.failure));
    setInvites((before) => before.filter((invite) => invite.id !== id));
    heading.current?.focus();
  }

  return (
    <Section id="invites-heading" headingRef={heading} title="Invites">
      {isClosed && <Notice kind="warning">Invites have no effect while no one may create an account.</Notice>}
      {problem && <Notice kind="error">{problem}</Notice>}
      <NewInviteForm onCreated={add} />
      {created && (
        <div className="space-y-2 rounded-xl border border-accent p-4">
          <p className="text-sm">Send this link to the people that you invite. It is shown only once.</p>
          <Copyable label="Copy the invite link" text={created} testId="invite-link" />
        </div>
      )}
      {invites.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {invites.map((invite) => (
            <li key={invite.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0">
                <p className="wrap-anywhere font-medium text-sm">{titleOf(invite)}</p>
                <p className="text-muted text-sm">
                  {`Used ${invite.uses} of ${invite.maxUses} times · expires `}
                  <Day date={invite.expiresAt} />
                </p>
              </div>
              <Button size="small" variant="danger" aria-label={`Withdraw ${titleOf(invite)}`} onClick={() => void withdraw(invite)}>
                Withdraw
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const titleOf = ({ id, role, email }: Invite) =>
  `Invite ${id} for ${email ?? (role === 'admin' ? 'an administrator' : 'members')}${email && role === 'admin' ? ', an administrator' : ''}`;
