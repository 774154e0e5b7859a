import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { startMailServer, startSilentServer } from '@/testing/smtp';
import { baseUrlCheck } from '../checks/base-url';
import { uploadCheck } from '../checks/upload';
import { createIdentity, NONCE_HEADER } from '../identity';
import { WebError } from '../web';
import { httpWeb } from './http-web';

const identity = createIdentity('a secret of the tests, long enough');
const UPLOAD_BYTES = 25 * 1024 * 1024;

/** A server of this test. @returns its address */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failureAt = (baseUrl: string, signal = AbortSignal.timeout(30_000)) =>
  httpWeb(baseUrl)
    .request({ path: '/' }, signal)
    .then(
      () => 'no failure',
      (error) => (error instanceof WebError ? error.reason : error),
    );

describe('a request to BASE_URL', () => {
  it('has its headers and no credentials, and tells status, headers and the start of a text', async () => {
    const received: string[] = [];
    const baseUrl = await serve((request, response) => {
      received.push(`${request.method} ${request.url}`, ...Object.keys(request.headers).sort());
      response.writeHead(404, { 'Set-Cookie': ['a=1', 'b=2'], 'X-One': '1' }).end('Not here');
    });
    const { status, headers, text } = await httpWeb(baseUrl).request(
      { path: '/x?y=1', headers: { 'x-own': '1' } },
      AbortSignal.timeout(30_000),
    );
    expect({ status, cookies: headers['set-cookie'], one: headers['x-one'], text }).toEqual({
      status: 404,
      cookies: 'a=1, b=2',
      one: '1',
      text: 'Not here',
    });
    expect(received).toEqual(['GET /x?y=1', 'connection', 'host', 'user-agent', 'x-own']);
  });

  it('is not sent on to another host, which a redirect names', async () => {
    let others = 0;
    const other = await serve((_request, response) => {
      others += 1;
      response.end();
    });
    const baseUrl = await serve((_request, response) => response.writeHead(307, { Location: other }).end());
    expect(await verdictOf(baseUrlCheck({ baseUrl, web: httpWeb(baseUrl), identity }))).toMatchObject({
      level: 'problem',
      detail: 'BASE_URL is answered with a redirect. BASE_URL is an address of this machine alone: others cannot open it.',
    });
    expect(others).toBe(0);
  });

  it('does not read a picture, nor a body without end', async () => {
    const baseUrl = await serve((request, response) => {
      response.writeHead(200, { 'Content-Type': request.url === '/picture' ? 'image/webp' : 'text/plain' });
      const send = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', send);
      send();
    });
    const signal = AbortSignal.timeout(30_000);
    expect(await httpWeb(baseUrl).request({ path: '/picture' }, signal)).toMatchObject({ status: 200, text: '' });
    await expect(httpWeb(baseUrl).request({ path: '/text' }, signal)).rejects.toThrow(new WebError('failed'));
  });

  it('ends when its time is over', async () => {
    const { port } = await startSilentServer();
    expect(await failureAt(`http://127.0.0.1:${port}`, AbortSignal.timeout(50))).toBe('timeout');
  });

  it('tells why there is no response', async () => {
    const closing = await serve((request) => request.socket.destroy());
    const { port } = await startMailServer({ secure: true });
    const unused = await startMailServer();
    await unused.close();
    expect([
      await failureAt(closing),
      // A certificate that no authority has signed.
      await failureAt(`https://localhost:${port}`),
      await failureAt(`http://127.0.0.1:${unused.port}`),
      await failureAt('http://no-such-host.invalid'),
    ]).toEqual(['closed', 'certificate', 'refused', 'unknown_host']);
  });
});

describe('the nonce', () => {
  it('is answered by this installation alone', async () => {
    const answerOf = (secret: string) =>
      serve((request, response) => {
        const proof = createIdentity(secret).proofOf(String(request.headers[NONCE_HEADER])) ?? '';
        response.setHeader('x-doctor-proof', proof).end('{"status":"live"}');
      });
    const found = [];
    for (const secret of ['a secret of the tests, long enough', 'the secret of another installation']) {
      const baseUrl = await answerOf(secret);
      found.push((await verdictOf(baseUrlCheck({ baseUrl, web: httpWeb(baseUrl), identity }))).level);
    }
    expect(found).toEqual(['warning', 'problem']);
  });
});

describe('an upload of 25 MB', () => {
  const upload = async (listener: RequestListener) =>
    verdictOf(uploadCheck({ web: httpWeb(await serve(listener)), identity, bytes: UPLOAD_BYTES }));

  it('that arrives whole is fine', async () => {
    let permitted = false;
    const { level } = await upload(async (request, response) => {
      permitted = identity.admits(String(request.headers['x-doctor-permit']));
      let bytes = 0;
      for await (const chunk of request) bytes += chunk.byteLength;
      response.end(JSON.stringify({ bytes }));
    });
    expect({ level, permitted }).toEqual({ level: 'ok', permitted: true });
  });

  it('is a problem behind a proxy that refuses it by its length', async () => {
    // Reads on for a moment, as nginx does.
    const found = await upload((request, response) => {
      request.resume();
      response.writeHead(413, { Connection: 'close' }).end('<html>Request Entity Too Large</html>');
    });
    expect(found).toMatchObject({ level: 'problem', detail: 'The proxy refuses an upload of 25 MB (status 413).' });
  });

  it('is a problem behind a proxy that closes the connection', async () => {
    const found = await upload((request) => request.once('data', () => request.socket.destroy()));
    expect(found).toMatchObject({ level: 'problem', detail: 'The connection was closed during an upload of 25 MB.' });
  });
});
