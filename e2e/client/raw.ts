import { connect } from 'node:net';

/**
 * Sends bytes over a bare connection, half-closes it, and collects the response. For requests that no HTTP client would send.
 * @param endless is sent again and again after `parts`, until the server stops taking it; `open` sends no more and waits.
 */
export function rawRequest(
  port: number,
  parts: readonly (string | Uint8Array)[],
  endless?: Uint8Array | 'open',
): Promise<{ answer: string; sentBytes: number }> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    let answer = '';
    let sentBytes = 0;
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    // Some tests expect the server to close before the request is complete.
    socket.on('error', () => {});
    socket.on('close', () => resolve({ answer, sentBytes }));
    for (const part of parts) socket.write(part);
    if (endless === 'open') return;
    if (endless === undefined) {
      socket.end();
      return;
    }
    const pump = () => {
      while (!socket.destroyed && socket.writable) {
        sentBytes += endless.byteLength;
        if (!socket.write(endless)) {
          socket.once('drain', pump);
          return;
        }
      }
    };
    pump();
  });
}

/**
 * Sends `head` and then one byte each second, until the server closes.
 * @returns the response, and the seconds until it arrived
 */
export function drip(port: number, head: string): Promise<{ answer: string; seconds: number }> {
  const since = performance.now();
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => socket.write(head));
    const dripping = setInterval(() => socket.write('x'), 1000);
    let answer = '';
    let seconds = 0;
    socket.setEncoding('latin1').on('data', (text: string) => {
      seconds ||= (performance.now() - since) / 1000;
      answer += text;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(dripping);
      resolve({ answer, seconds });
    });
  });
}
