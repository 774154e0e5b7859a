import type { TestApp } from '../app';
import { type Colour, tiny } from './pictures';

/** Pictures of others, set by JSON lines. */
export const LINES_PATH = '/api/people/avatars';

/** The secret of a new service key. */
export async function serviceKeyOf(app: TestApp, scopes = ['avatar:write:any']): Promise<string> {
  const json = { label: 'HR', scopes };
  return (await (await app.ask('POST', '/api/service-keys', { headers: app.admin().session, json })).json()).key;
}

export async function base64Of(colour: Colour): Promise<string> {
  return Buffer.from(await tiny('png', colour)).toString('base64');
}

/** Lines that are objects are sent as JSON. */
export const linesOf = (lines: readonly (object | string)[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');

export const resultsIn = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Sends a body piece by piece, and reads the results as they come. */
export async function openLines(app: TestApp, headers: Record<string, string>) {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
  });
  const response = await app.ask('PUT', LINES_PATH, { headers, body });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('Expected a response with a body');
  return {
    send: (text: string) => controller?.enqueue(encoder.encode(text)),
    end: () => controller?.close(),
    leave: () => reader.cancel(),
    /** The next result; null at the end of the response. */
    async next(): Promise<unknown> {
      const { value } = await reader.read();
      return value === undefined ? null : JSON.parse(value);
    },
  };
}
