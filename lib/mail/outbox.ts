import type { MessageRecords, QueuedMessage } from './ports';

/** Messages of the last days, for administrators. */
export interface Outbox {
  /** Whether messages are sent, and not only kept here. */
  sending: boolean;
  /** Newest first. */
  messages(limit: number): Promise<QueuedMessage[]>;
  /** Every message to one of these addresses, newest first. */
  to(emails: readonly string[]): Promise<QueuedMessage[]>;
}

export function createOutbox(records: Pick<MessageRecords, 'listMessages' | 'messagesTo'>, sending: boolean): Outbox {
  return { sending, messages: (limit) => records.listMessages(limit), to: (emails) => records.messagesTo(emails) };
}
