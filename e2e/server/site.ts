import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fixtures } from '@playwright/test';
import { discard, type Server, startServer } from './server';

/** Another site on this machine, from which the server may fetch pictures. */
export interface Site {
  url: string;
  /** Answers requests for this path with a picture, or as a handler does. */
  set(path: string, answer: Uint8Array | ((response: ServerResponse) => unknown)): void;
  stop(): Promise<void>;
}

async function startSite(): Promise<Site> {
  const answers = new Map<string, Uint8Array | ((response: ServerResponse) => unknown)>();
  const server = createServer(({ url = '' }, response) => {
    const answer = answers.get(url);
    if (typeof answer === 'function') answer(response);
    else if (answer) response.end(answer);
    else response.writeHead(404).end('Not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (path, answer) => void answers.set(path, answer),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface SiteWorker {
  site: Site;
  server: Server;
}

/** A site in each worker, and a server that may fetch from it. */
export const siteWorker = {
  site: [
    async ({ browserName: _ }: { browserName: string }, use: (site: Site) => Promise<void>) => {
      const site = await startSite();
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ site }: Pick<SiteWorker, 'site'>, use: (server: Server) => Promise<void>) => {
      const server = await startServer({ FETCH_PRIVATE_ORIGINS: site.url });
      await use(server);
      await discard(server);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
} satisfies Fixtures<object, SiteWorker, object, { browserName: string }>;
