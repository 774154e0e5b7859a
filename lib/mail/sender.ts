import { isAvatarError } from '@/lib/errors';
import { CLAIM_MS, CLOSE_MS, FIRST_RETRY_MS, MAX_RETRY_MS, POLL_MS, SEND_MS } from './limits';
import type { Attempt, Delivery, MessageRecords, QueuedMessage, Transport } from './ports';

/** Sends queued messages, one after the other. Several processes share the work. */
export interface MailSender {
  /** Sends what is due, in the background. */
  wake(): void;
  /** Sends what is due. @returns how many messages were sent */
  sendDue(): Promise<number>;
  /** Resolves when nothing is being sent. */
  settled(): Promise<void>;
  /** Takes no further message, and ends the attempt in progress if it takes long. */
  close(): Promise<void>;
}

export interface SenderParts {
  records: Pick<MessageRecords, 'claimMessage' | 'endAttempt'>;
  transport: Transport;
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
  report: (error: unknown) => void;
  /** Called after each attempt. */
  onAttempt?: (outcome: Delivery['kind']) => void;
  /** Whether to look for messages that are due from time to time. Default: true. */
  polls?: boolean;
}

/** Longest text of an error that is stored. */
const MAX_ERROR_LENGTH = 500;

export function startSender({ records, transport, log, report, onAttempt, polls = true }: SenderParts): MailSender {
  const closing = new AbortController();
  let isClosed = false;
  let isFailing = false;
  let running: Promise<number> | undefined;
  /** Whether a message was queued after the run in progress found none. */
  let again = false;

  async function attempt(message: QueuedMessage): Promise<boolean> {
    const isLate = message.expiresAt <= new Date();
    const delivery: Delivery = isLate
      ? { kind: 'refused', error: message.lastError, code: 'expired' }
      : await transport.deliver(message, AbortSignal.any([closing.signal, AbortSignal.timeout(SEND_MS)]));
    const result = resultOf(message, delivery, closing.signal.aborted);
    logDelivery(message, delivery, result);
    onAttempt?.(delivery.kind);
    await records.endAttempt(message.id, message.attempts, result);
    return delivery.kind === 'sent';
  }

  /** Logs neither addresses nor texts. A server that is down is logged once. */
  function logDelivery({ id, attempts }: QueuedMessage, delivery: Delivery, result: Attempt): void {
    if (delivery.kind === 'sent') {
      if (isFailing) log.info({}, 'Mail is sent again');
      isFailing = false;
      return;
    }
    const { code } = delivery;
    if ('nextAttemptAt' in result && result.nextAttemptAt === null) log.error({ id, attempts, code }, 'Gave up sending a message');
    if (delivery.kind === 'refused' || closing.signal.aborted) return;
    if (!isFailing) log.warn({ code }, 'Mail cannot be sent: it is queued, and sent again later');
    isFailing = true;
  }

  async function sendAll(): Promise<number> {
    let sent = 0;
    try {
      while (!isClosed) {
        again = false;
        const now = new Date();
        const message = await records.claimMessage(now, new Date(now.getTime() + CLAIM_MS));
        if (message) sent += (await attempt(message)) ? 1 : 0;
        else if (!again) break;
      }
      return sent;
    } finally {
      // Before the result is seen, so that a message that is queued next starts a run of its own.
      running = undefined;
    }
  }

  async function sendDue(): Promise<number> {
    if (isClosed) return 0;
    again = true;
    running ??= sendAll();
    return running;
  }

  function wake(): void {
    sendDue().catch((error) => {
      // The database logs its outages itself.
      if (!isAvatarError(error) || error.code !== 'database_unavailable') report(error);
    });
  }

  const timer = polls ? setInterval(wake, POLL_MS).unref() : undefined;
  if (polls) wake();
  return {
    wake,
    sendDue,
    settled: async () => void (await running?.catch(() => {})),
    async close() {
      isClosed = true;
      clearInterval(timer);
      const late = setTimeout(() => closing.abort(), CLOSE_MS);
      await running?.catch(() => {});
      clearTimeout(late);
    },
  };
}

function resultOf(message: QueuedMessage, delivery: Delivery, isStopping: boolean): Attempt {
  const now = Date.now();
  if (delivery.kind === 'sent') return { sentAt: new Date(now) };
  const error = delivery.error?.replace(/\p{Cc}+/gu, ' ').slice(0, MAX_ERROR_LENGTH) ?? null;
  const next = new Date(isStopping ? now : now + retryDelay(message.attempts));
  return { error, nextAttemptAt: delivery.kind === 'refused' || next >= message.expiresAt ? null : next };
}

/** Doubles with each attempt. Random by half, so that the messages of an outage are not all sent at once. */
function retryDelay(attempts: number): number {
  const delay = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(20, attempts - 1));
  return delay * (0.5 + Math.random() / 2);
}
