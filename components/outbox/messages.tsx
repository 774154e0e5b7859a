'use client';

import { MailOpen, RefreshCw } from 'lucide-react';
import type { Outbox } from '../api/resource';
import { Moment } from '../dates/dates';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { Notice } from '../ui/notice';
import { useLoaded } from '../ui/use-loaded';

type Message = Outbox['messages'][number];

/** The queued messages. Where no mail is sent, administrators pass the links on. */
export function Messages() {
  const { loaded, reload } = useLoaded<Outbox>('/api/outbox');
  return (
    <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
      {(outbox) => <LoadedMessages {...outbox} onRefresh={() => void reload()} />}
    </LoadedFrame>
  );
}

function LoadedMessages({ sending, messages, onRefresh }: Outbox & { onRefresh: () => void }) {
  return (
    <div className="space-y-5">
      {!sending && (
        <Notice kind="warning">
          This server sends no mail, since SMTP_URL is not set. Pass a message on only to the person it is for: its link acts for them.
        </Notice>
      )}
      <Button onClick={onRefresh}>
        <RefreshCw aria-hidden="true" /> Refresh
      </Button>
      {messages.length === 0 && <EmptyState title="No messages." icon={<MailOpen aria-hidden="true" />} />}
      {messages.length > 0 && (
        <List>
          {messages.map((message) => (
            <li key={message.id} className="space-y-2 p-4 sm:px-5">
              <h2 className="wrap-anywhere font-medium">{message.subject}</h2>
              <p className="wrap-anywhere text-muted text-sm">
                To {message.to} · <Moment date={message.createdAt} /> · {stateOf(message, sending)}
              </p>
              {message.error && <p className="wrap-anywhere text-sm">Last answer of the mail server: {message.error}</p>}
              {message.text && (
                <details>
                  <summary className="link cursor-pointer text-sm">Show the message</summary>
                  <pre className="mt-2 whitespace-pre-wrap wrap-anywhere rounded-xl border border-line bg-sunken p-4 font-sans text-sm">
                    {message.text}
                  </pre>
                </details>
              )}
            </li>
          ))}
        </List>
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
