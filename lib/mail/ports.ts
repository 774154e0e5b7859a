import type { Message } from './messages/messages';

/** Mail to people. */
export interface Mail {
  /** Queues a message, and returns before it is sent. */
  send(message: Message): Promise<void>;
}

export interface QueuedMessage {
  /** Random: 32 hexadecimal characters. */
  id: string;
  to: string;
  subject: string;
  /** Empty once the message is sent. */
  text: string;
  html: string;
  createdAt: Date;
  /** When it is of no use any more, such as a link after its hour. It is not sent afterwards. */
  expiresAt: Date;
  /** Attempts to send it, with the one in progress. */
  attempts: number;
  /** When to try next; during an attempt, when it is taken for lost. Null: sent or given up. */
  nextAttemptAt: Date | null;
  sentAt: Date | null;
  /** Answer of the mail server to the last failed attempt. Null if there was none: the message expired before. */
  lastError: string | null;
}

/** The fields of a message that its author decides. */
export type NewMessage = Pick<QueuedMessage, 'id' | 'to' | 'subject' | 'text' | 'html' | 'createdAt' | 'expiresAt'>;

/** Renders a message that another operation queues. */
export type Compose = (message: Message) => NewMessage;

/** The result of an attempt to send a message. */
export type Attempt = { sentAt: Date } | { error: string | null /** Null gives up. */; nextAttemptAt: Date | null };

/** The outcome of one attempt. `refused`: for good, because of the message or its address. `failed`: it may succeed later. */
export type Delivery =
  | { kind: 'sent' }
  | {
      kind: 'refused' | 'failed';
      /** Answer of the mail server, for administrators, who may see the address in it. Null: it was not asked. */
      error: string | null;
      /** For the log: no text of the mail server, which may contain the address. */
      code: string;
    };

/** A connection to a mail server. */
export interface Transport {
  /** @param signal ends the attempt */
  deliver(message: Pick<QueuedMessage, 'id' | 'to' | 'subject' | 'text' | 'html'>, signal: AbortSignal): Promise<Delivery>;
}

/** Whether messages leave the outbox. */
export interface MessagesSummary {
  /** Messages that are still to be sent, and when the oldest of them was queued. */
  waiting: number;
  oldestWaiting: Date | null;
  /** Messages that will not be sent. */
  givenUp: number;
  /** Answer of the mail server to the newest message that is not sent, of those that have one. */
  lastError: string | null;
}

export interface MessageRecords {
  queueMessage(message: NewMessage): Promise<void>;
  /**
   * Claims the message that is due first, counts an attempt, and sets the time of the next to `until`. Of several callers, one gets it.
   * @returns null if none is due
   */
  claimMessage(now: Date, until: Date): Promise<QueuedMessage | null>;
  /** Stores the result of an attempt, by its number. Does nothing if a later attempt has begun. */
  endAttempt(id: string, attempt: number, result: Attempt): Promise<void>;
  /** Newest first. */
  listMessages(limit: number): Promise<QueuedMessage[]>;
  /** Every message to one of these addresses, newest first. */
  messagesTo(emails: readonly string[]): Promise<QueuedMessage[]>;
  summarizeMessages(): Promise<MessagesSummary>;
  /** @returns how many */
  deleteMessages(of: { createdBefore: Date } | { to: string }): Promise<number>;
}
