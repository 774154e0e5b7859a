/** Media type of JSON lines. */
const JSON_LINES = 'application/x-ndjson';

/** Adds a line to the response. */
export type SendLine = (value: object) => void;

/**
 * A response of JSON lines that are sent as soon as they are known. `produce` begins at once and does not wait for the client to read:
 * clients that send everything before they read would wait for the server, and it for them. It must bound the number of lines.
 *
 * @param produce its signal is aborted once the client is gone; its errors end the response early
 */
export function jsonLines(produce: (send: SendLine, gone: AbortSignal) => Promise<void>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  return new ReadableStream({
    start(controller) {
      const send = (value: object) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      };
      const end = (run: () => void) => {
        if (!gone.signal.aborted) run();
      };
      produce(send, gone.signal).then(
        () => end(() => controller.close()),
        (error) => end(() => controller.error(error)),
      );
    },
    cancel: () => gone.abort(),
  });
}

/** @param headers such as those of private data */
export function presentLines(body: ReadableStream<Uint8Array<ArrayBuffer>>, headers: Record<string, string>): Response {
  // nginx keeps responses back until its buffer is full, unless told otherwise.
  return new Response(body, { headers: { ...headers, 'Content-Type': JSON_LINES, 'X-Accel-Buffering': 'no' } });
}
