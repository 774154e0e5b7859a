import { randomBytes } from 'node:crypto';
import { GIVE_UP_MS } from './limits';
import { renderMessage, type Sender } from './messages/messages';
import type { Compose, Mail, MessageRecords } from './ports';

export function createComposer(sender: Sender): Compose {
  return (message) => {
    const createdAt = new Date();
    const expiresAt = 'expiresAt' in message ? message.expiresAt : new Date(createdAt.getTime() + GIVE_UP_MS);
    return { id: randomBytes(16).toString('hex'), to: message.to, ...renderMessage(message, sender), createdAt, expiresAt };
  };
}

/** Queues messages in the database. @param wake called when a message is queued, so that it is sent at once */
export function createMail(records: Pick<MessageRecords, 'queueMessage'>, sender: Sender, wake: () => void = () => {}): Mail {
  const compose = createComposer(sender);
  return {
    async send(message) {
      await records.queueMessage(compose(message));
      wake();
    },
  };
}
