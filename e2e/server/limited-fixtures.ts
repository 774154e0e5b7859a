import { openAccount, type TestPerson } from '../client/people';
import type { Server } from './server';
import { test as base } from './upload-fixtures';
import { workerServer } from './worker-server';

/** What one person may write, and one address try, in a minute. */
export const LIMIT = 5;

const SETTINGS = {
  DATABASE_URL: '',
  RATE_LIMIT_USER_PER_MINUTE: String(LIMIT),
  RATE_LIMIT_IP_PER_MINUTE: String(LIMIT),
  TRUST_PROXY: '1',
};

/** Given away so far; each worker has a server of its own. */
let networks = 0;

type Address = { 'X-Forwarded-For': string };

interface Limited {
  /** Headers of somebody at an address that no other test has, 1 to 99. */
  from: (host?: number) => Address;
  /** Opens an account from an address of its own. Its key was the first of what that person may write. */
  newPerson: (name?: string) => Promise<TestPerson>;
}

/** On a server behind a proxy that allows little. What is counted is counted by person and by address, so tests can share it. */
export const test = base.extend<Limited, { server: Server }>({
  server: workerServer(SETTINGS),
  from: async ({ server: _ }, use) => {
    networks += 1;
    const network = `10.0.${networks}`;
    await use((host = 1) => ({ 'X-Forwarded-For': `${network}.${host}` }));
  },
  newPerson: async ({ server, from }, use) => {
    let host = 100;
    await use((name) => {
      host += 1;
      return openAccount(server.baseURL, name, from(host));
    });
  },
});
