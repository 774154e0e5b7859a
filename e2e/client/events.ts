import { type IncomingMessage, request } from 'node:http';

/** An event stream over a real connection. */
export interface OpenEvents {
  headers: IncomingMessage['headers'];
  /** Everything received so far. */
  text(): string;
  /** The data of the events so far. */
  events(): { type: string; version?: number }[];
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  close(): void;
}

/** Opens `GET /api/me/events`. Rejects if it is not answered with 200. */
export function openEvents(port: number, headers: Record<string, string>): Promise<OpenEvents> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, path: '/api/me/events', headers }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`Expected 200, got ${response.statusCode}`));
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      resolve({
        headers: response.headers,
        text: () => text,
        events: () => [...text.matchAll(/^data:(.*)$/gm)].map(([, data = '']) => JSON.parse(data)),
        ended: new Promise((done) => response.once('end', done)),
        close: () => outgoing.destroy(),
      });
    });
    outgoing.on('error', reject).end();
  });
}
