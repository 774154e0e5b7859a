import { createEventBuffer } from 'better-sse';
import { MAX_QUEUED_EVENT_BYTES } from '../limits';

/** The media type (WHATWG HTML section 9.2). */
export const EVENT_STREAM = 'text/event-stream';

/** One response in the format of server-sent events. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Sends an event. A client that reconnects returns the last id that it received. */
  send(data: object, id?: string): void;
  /** Sends a comment, which clients ignore and proxies count as traffic. */
  beat(): void;
  /** Tells the client how long to wait, in milliseconds, before it connects again. */
  retryAfter(milliseconds: number): void;
  /** Ends the response. */
  end(): void;
}

/** Thrown into the response to a client that does not read it. */
export class SlowReaderError extends Error {
  override name = 'SlowReaderError';
}

const encoder = new TextEncoder();

/**
 * Bounds the events that wait for the client. better-sse's own `Session` does not: it writes without waiting, and leaves failed writes as
 * unhandled rejections, so that only its format is used here.
 * @param onEnd called once, when the response ends for any reason
 */
export function createEventStream(onEnd: () => void): EventStream {
  let open: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;

  function close(how?: (controller: ReadableStreamDefaultController) => void): void {
    if (!open) return;
    const controller = open;
    open = undefined;
    how?.(controller);
    onEnd();
  }

  function write(text: string): void {
    open?.enqueue(encoder.encode(text));
    if (open && (open.desiredSize ?? 0) < -MAX_QUEUED_EVENT_BYTES) {
      close((controller) => controller.error(new SlowReaderError(`Expected at most ${MAX_QUEUED_EVENT_BYTES} unread bytes of events`)));
    }
  }

  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        open = controller;
      },
      cancel: () => close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
  return {
    body,
    send(data, id) {
      const event = createEventBuffer();
      if (id !== undefined) event.id(id);
      write(event.data(data).dispatch().read());
    },
    beat: () => write(createEventBuffer().comment().dispatch().read()),
    retryAfter: (milliseconds) => write(createEventBuffer().retry(milliseconds).dispatch().read()),
    end: () => close((controller) => controller.close()),
  };
}
