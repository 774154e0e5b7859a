import { randomBytes } from 'node:crypto';
import { type Language, languageOf } from '@/lib/languages/languages';
import { GIVE_UP_MS } from './limits';
import { renderMessage, type Sender } from './messages/messages';
import type { Compose, Mail, MessageRecords } from './ports';

export interface ComposerSettings extends Sender {
  /** The language of a message to a person who has chosen none: that of the request that causes it, or the default. */
  language(): Language;
}

export function createComposer({ product, language }: ComposerSettings): Compose {
  return (message) => {
    const createdAt = new Date();
    const expiresAt = 'expiresAt' in message ? message.expiresAt : new Date(createdAt.getTime() + GIVE_UP_MS);
    const rendered = renderMessage(message, { product }, languageOf(message.language) ?? language());
    return { id: randomBytes(16).toString('hex'), to: message.to, ...rendered, createdAt, expiresAt };
  };
}

/** Queues messages in the database. @param wake called when a message is queued, so that it is sent at once */
export function createMail(records: Pick<MessageRecords, 'queueMessage'>, settings: ComposerSettings, wake: () => void = () => {}): Mail {
  const compose = createComposer(settings);
  return {
    async send(message) {
      await records.queueMessage(compose(message));
      wake();
    },
  };
}
