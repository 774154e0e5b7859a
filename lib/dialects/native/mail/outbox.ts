import { AvatarError } from '@/lib/errors';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import type { QueuedMessage } from '@/lib/mail/ports';
import { native, PRIVATE, requireOwner } from '../parts';
import type { OutboxResource } from './mail-schemas';

/** Messages in one response. */
const MAX_MESSAGES = 100;

/** `GET /api/outbox` */
export const getOutbox = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse(_request, { principal }) {
    if (requireOwner(principal, 'The outbox can be read').role !== 'admin')
      throw new AvatarError('forbidden', 'Only administrators can read the outbox.');
  },
  core: (_command, { services }) => listedMessages(services),
  present: (outbox: OutboxResource) => Response.json(outbox, { headers: PRIVATE }),
});

/** The queued messages, for administrators. */
export async function listedMessages({ outbox }: Services): Promise<OutboxResource> {
  const messages = await outbox.messages(MAX_MESSAGES);
  return { sending: outbox.sending, messages: messages.map((message) => messageResource(message, outbox.sending)) };
}

function messageResource(message: QueuedMessage, sending: boolean): OutboxResource['messages'][number] {
  const { id, to, subject, text, attempts, lastError, createdAt, sentAt, nextAttemptAt } = message;
  return {
    id,
    to,
    subject,
    text: sending ? null : text,
    state: sentAt ? 'sent' : nextAttemptAt ? 'waiting' : 'given-up',
    attempts,
    error: lastError,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
  };
}
