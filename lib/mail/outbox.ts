import type { MessageRecords, QueuedMessage } from './ports';

/** Messages of the last days, for administrators. */
export interface Outbox {
  /** Whether messages are sent, and not only kept here. */
  sending: boolean;
  /** Newest first. */
  messages(limit: number): Promise<QueuedMessage[]>;
}

export function createOutbox(records: Pick<MessageRecords, 'listMessages'>, sending: boolean): Outbox {
  return { sending, messages: (limit) => records.listMessages(limit) };
}
