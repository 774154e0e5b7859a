'use client';

import { MailOpen, RefreshCw } from 'lucide-react';
import type { Outbox } from '../api/resource';
import { Moment } from '../dates/dates';
import { verbatim } from '../texts/coded';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { Notice } from '../ui/notice';
import { useLoaded } from '../ui/use-loaded';

type Message = Outbox['messages'][number];

/** The queued messages. Where no mail is sent, administrators pass the links on. */
export function Messages({ rendered }: { rendered: Outbox }) {
  const { loaded, reload } = useLoaded('/api/outbox', rendered);
  return (
    <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
      {(outbox) => <LoadedMessages {...outbox} onRefresh={() => void reload()} />}
    </LoadedFrame>
  );
}

function LoadedMessages({ sending, messages, onRefresh }: Outbox & { onRefresh: () => void }) {
  const t = useTexts('outbox.list');
  return (
    <div className="space-y-5">
      {!sending && <Notice kind="warning">{t('noMail')}</Notice>}
      <Button onClick={onRefresh}>
        <RefreshCw aria-hidden="true" /> {t('refresh')}
      </Button>
      {messages.length === 0 && <EmptyState title={t('empty')} icon={<MailOpen aria-hidden="true" />} />}
      {messages.length > 0 && (
        <List>
          {messages.map((message) => (
            <li key={message.id} className="space-y-2 p-4 sm:px-5">
              <h2 dir="auto" className="wrap-anywhere font-medium">
                {message.subject}
              </h2>
              <p className="wrap-anywhere text-muted text-sm">
                {t('to', { email: message.to })} · <Moment date={message.createdAt} /> ·{' '}
                {t(stateOf(message, sending), { count: message.attempts })}
              </p>
              {message.error && <p className="wrap-anywhere text-sm">{t.rich('error', { error: message.error, code: verbatim })}</p>}
              {message.state === 'given-up' && message.error === null && <p className="text-sm">{t('expired')}</p>}
              {message.text && (
                <details>
                  <summary className="link cursor-pointer text-sm">{t('show')}</summary>
                  <pre
                    dir="auto"
                    className="mt-2 whitespace-pre-wrap wrap-anywhere rounded-xl border border-line bg-sunken p-4 font-sans text-sm"
                  >
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

/** The key of its text. */
function stateOf({ state, attempts }: Message, sending: boolean) {
  if (state === 'sent') return 'sent';
  if (state === 'given-up') return 'givenUp';
  if (!sending) return 'notSent';
  return attempts === 0 ? 'waiting' : 'waitingAfter';
}
