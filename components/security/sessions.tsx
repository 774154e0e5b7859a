'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Session } from '../api/resource';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { SessionRow } from './session-row';
import { onSessionsChange } from './sessions-change';

type Loaded = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; sessions: Session[] };

/** Every sign-in of the person, in browsers and through other APIs, which can be ended one by one or all at once. */
export function Sessions() {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  const reload = useCallback(async () => {
    const answer = await request<Session[]>('/api/me/sessions');
    if (answer.ok) setLoaded({ state: 'ready', sessions: currentFirst(answer.value) });
    else setLoaded({ state: 'failed', text: errorMessage(answer.failure) });
  }, []);

  useEffect(() => {
    void reload();
    return onSessionsChange(() => void reload());
  }, [reload]);

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

  const others = loaded.state === 'ready' ? loaded.sessions.filter(({ current }) => !current) : [];
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
      {loaded.state === 'loading' && <p className="text-muted text-sm">Loading…</p>}
      {loaded.state === 'failed' && (
        <Notice kind="error">
          <p>{loaded.text}</p>
          <Button onClick={() => void reload()}>Try again</Button>
        </Notice>
      )}
      {loaded.state === 'ready' && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {loaded.sessions.map((session) => (
            <SessionRow key={session.id} session={session} busy={busy} onEnd={(name) => void end(session.id, `Signed out: ${name}.`)} />
          ))}
        </ul>
      )}
    </section>
  );
}

const currentFirst = (sessions: Session[]) => [...sessions].sort((a, b) => Number(b.current) - Number(a.current));
