import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fixtures } from '@playwright/test';
import { discard, type Server, startServer } from './server';

/** A fake Gravatar on this machine. */
export interface FakeGravatar {
  url: string;
  /** Sets the picture of an address; null removes it. */
  set(email: string, picture: Uint8Array | null): void;
  /** Requests about an address, in order. */
  asked(email: string): string[];
  stop(): Promise<void>;
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function startGravatar(): Promise<FakeGravatar> {
  const pictures = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const picture = pictures.get(/^\/avatar\/([0-9a-f]{64})\?/.exec(url)?.[1] ?? '');
    if (picture) response.end(picture);
    else response.writeHead(404).end('Not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    set(email, picture) {
      if (picture) pictures.set(sha256(email), picture);
      else pictures.delete(sha256(email));
    },
    asked: (email) => asked.filter((url) => url.includes(sha256(email))),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface GravatarWorker {
  gravatar: FakeGravatar;
  server: Server;
}

/** A fake Gravatar in each worker, and a server that uses it. */
export const gravatarWorker = {
  gravatar: [
    async ({ browserName: _ }: { browserName: string }, use: (gravatar: FakeGravatar) => Promise<void>) => {
      const gravatar = await startGravatar();
      await use(gravatar);
      await gravatar.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ gravatar }: Pick<GravatarWorker, 'gravatar'>, use: (server: Server) => Promise<void>) => {
      const server = await startServer({ GRAVATAR_URL: gravatar.url });
      await use(server);
      await discard(server);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
} satisfies Fixtures<object, GravatarWorker, object, { browserName: string }>;
