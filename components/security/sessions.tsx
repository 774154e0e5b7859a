'use client';

import { useEffect, useRef, useState } from 'react';
import { request } from '../api/request';
import type { Session } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { useLoaded } from '../ui/use-loaded';
import { SessionRow } from './session-row';
import { onSessionsChange } from './sessions-change';

/** Every sign-in of the person, in browsers and through other APIs, which can be ended one by one or all at once. */
export function Sessions({ rendered }: { rendered: Session[] }) {
  const t = useTexts('security.sessions');
  const explain = useExplain();
  const { loaded, reload } = useLoaded('/api/me/sessions', rendered);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => onSessionsChange(() => void reload()), [reload]);

  /** @param id of one session; undefined: all but this one */
  async function end(id: string | undefined, done: string) {
    if (busy) return;
    setBusy(true);
    announce('');
    setProblem('');
    const answer = await request<undefined>(`/api/me/sessions${id === undefined ? '' : `/${id}`}`, { method: 'DELETE' });
    setBusy(false);
    // It may have ended elsewhere in the meantime.
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(explain.failure(answer.failure));
    heading.current?.focus();
    announce(done);
    await reload();
  }

  const others = loaded.state === 'ready' ? loaded.value.filter(({ current }) => !current) : [];
  return (
    <Section
      id="sessions-heading"
      headingRef={heading}
      title={t('title')}
      about={t('about')}
      actions={
        others.length > 0 && (
          <Button variant="danger" aria-disabled={busy} onClick={() => void end(undefined, t('endedOthers'))}>
            {t('endOthers')}
          </Button>
        )
      }
    >
      <p role="status" className="text-muted text-sm empty:hidden">
        {announced}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
        {(sessions) => (
          <List>
            {currentFirst(sessions).map((session) => (
              <SessionRow key={session.id} session={session} busy={busy} onEnd={(name) => void end(session.id, t('ended', { name }))} />
            ))}
          </List>
        )}
      </LoadedFrame>
    </Section>
  );
}

const currentFirst = (sessions: Session[]) => [...sessions].sort((a, b) => Number(b.current) - Number(a.current));
