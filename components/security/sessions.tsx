'use client';

import { useEffect, useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Session } from '../api/resource';
import { Button } from '../ui/button';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { Notice } from '../ui/notice';
import { useLoaded } from '../ui/use-loaded';
import { SessionRow } from './session-row';
import { onSessionsChange } from './sessions-change';

/** Every sign-in of the person, in browsers and through other APIs, which can be ended one by one or all at once. */
export function Sessions() {
  const { loaded, reload } = useLoaded<Session[]>('/api/me/sessions');
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
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(errorMessage(answer.failure));
    heading.current?.focus();
    announce(done);
    await reload();
  }

  const others = loaded.state === 'ready' ? loaded.value.filter(({ current }) => !current) : [];
  return (
    <section aria-labelledby="sessions-heading">
      <div className="mb-3 flex min-h-10 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 ref={heading} id="sessions-heading" tabIndex={-1} className="font-medium text-lg">
          Where you are signed in
        </h2>
        {others.length > 0 && (
          <Button variant="danger" aria-disabled={busy} onClick={() => void end(undefined, 'You are signed out everywhere else.')}>
            Sign out everywhere else
          </Button>
        )}
      </div>
      <p role="status" className="mb-2 min-h-5 text-muted text-sm">
        {announced}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
        {(sessions) => (
          <List>
            {currentFirst(sessions).map((session) => (
              <SessionRow key={session.id} session={session} busy={busy} onEnd={(name) => void end(session.id, `Signed out: ${name}.`)} />
            ))}
          </List>
        )}
      </LoadedFrame>
    </section>
  );
}

const currentFirst = (sessions: Session[]) => [...sessions].sort((a, b) => Number(b.current) - Number(a.current));
