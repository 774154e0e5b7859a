'use client';

import { useCallback, useEffect, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Outbox } from '../api/resource';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

type Message = Outbox['messages'][number];
type Loaded = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; outbox: Outbox };

/** The queued messages. Where no mail is sent, administrators pass the links on. */
export function Messages() {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });

  const reload = useCallback(async () => {
    const answer = await request<Outbox>('/api/outbox');
    if (answer.ok) setLoaded({ state: 'ready', outbox: answer.value });
    else setLoaded({ state: 'failed', text: errorMessage(answer.failure) });
  }, []);

  useEffect(() => {
    void reload();
  }, [reload]);

  if (loaded.state === 'loading') return <p className="text-muted text-sm">Loading…</p>;
  if (loaded.state === 'failed')
    return (
      <Notice kind="error">
        <p>{loaded.text}</p>
        <Button onClick={() => void reload()}>Try again</Button>
      </Notice>
    );
  const { sending, messages } = loaded.outbox;
  return (
    <div className="space-y-5">
      {!sending && (
        <Notice kind="warning">
          This server sends no mail, since SMTP_URL is not set. Pass a message on only to the person it is for: its link acts for them.
        </Notice>
      )}
      <Button onClick={() => void reload()}>Refresh</Button>
      {messages.length === 0 && <p className="text-muted text-sm">No messages.</p>}
      {messages.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {messages.map((message) => (
            <li key={message.id} className="space-y-2 p-4 sm:px-5">
              <h2 className="wrap-anywhere font-medium">{message.subject}</h2>
              <p className="wrap-anywhere text-muted text-sm">
                To {message.to} · <time dateTime={message.createdAt}>{new Date(message.createdAt).toLocaleString('en-GB')}</time> ·{' '}
                {stateOf(message, sending)}
              </p>
              {message.error && <p className="wrap-anywhere text-sm">Last answer of the mail server: {message.error}</p>}
              {message.text && (
                <details>
                  <summary className="link cursor-pointer text-sm">Show the message</summary>
                  <pre className="mt-2 whitespace-pre-wrap wrap-anywhere rounded-lg bg-sunken p-3 font-sans text-sm">{message.text}</pre>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function stateOf({ state, attempts }: Message, sending: boolean): string {
  if (state === 'sent') return 'Sent';
  if (state === 'given-up') return 'Not sent: given up';
  if (!sending) return 'Not sent';
  return attempts === 0 ? 'Waiting' : `Waiting after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
}
