import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { S3Settings } from '@/lib/storage/settings';
import { bucketAt, S3_CREDENTIALS } from './s3';

/** A request that the stand-in received. */
export interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** @param attempt the number of earlier requests */
export type Respond = (response: ServerResponse, attempt: number) => void;

/** A server of this test that answers requests to S3 with faults. */
export async function startStandIn(respond: Respond): Promise<{ settings: S3Settings; received: Received[] }> {
  Object.assign(process.env, S3_CREDENTIALS);
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    received.push({ method, url, headers, body: Buffer.concat(parts).toString() });
    respond(response, received.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { settings: bucketAt(`http://127.0.0.1:${port}`, 'pictures'), received };
}

/** An error of S3. */
export function refusal(status: number, code: string): Respond {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Told to fail</Message></Error>`;
  return (response) => response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body);
}
