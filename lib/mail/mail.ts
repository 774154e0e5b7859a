import { randomBytes } from 'node:crypto';
import { GIVE_UP_MS } from './limits';
import { renderMessage, type Sender } from './messages/messages';
import type { Mail, MessageRecords } from './ports';

/** Queues messages in the database. @param wake called when a message is queued, so that it is sent at once */
export function createMail(records: Pick<MessageRecords, 'queueMessage'>, sender: Sender, wake: () => void = () => {}): Mail {
  return {
    async send(message) {
      const createdAt = new Date();
      const expiresAt = 'expiresAt' in message ? message.expiresAt : new Date(createdAt.getTime() + GIVE_UP_MS);
      const id = randomBytes(16).toString('hex');
      await records.queueMessage({ id, to: message.to, ...renderMessage(message, sender), createdAt, expiresAt });
      wake();
    },
  };
}
