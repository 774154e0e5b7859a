/** Reads a response in the format of server-sent events, one block of lines at a time. */
export interface EventReader {
  /** The next block, without the empty line that ends it; null at the end of the stream. */
  next(): Promise<string | null>;
  /** The data of the next event, without comments and `retry`; null at the end of the stream. */
  event(): Promise<unknown>;
  /** Ends the request, as a client does that goes away. */
  cancel(): Promise<void>;
}

export function readEvents({ body }: Response): EventReader {
  if (!body) throw new Error('Expected a response with a body');
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';

  async function next(): Promise<string | null> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  }

  return {
    next,
    async event() {
      for (;;) {
        const block = await next();
        if (block === null) return null;
        const [, data] = /^data:(.*)$/m.exec(block) ?? [];
        if (data !== undefined) return JSON.parse(data);
      }
    },
    cancel: () => reader.cancel(),
  };
}
