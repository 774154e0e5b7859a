import { openAccount, type TestPerson } from '../client/people';
import type { Server } from './server';
import { test as base } from './upload-fixtures';
import { workerServer } from './worker-server';

/** Writes per person, and sign-in attempts per IP address, in a minute. */
export const LIMIT = 5;

const SETTINGS = {
  DATABASE_URL: '',
  RATE_LIMIT_USER_PER_MINUTE: String(LIMIT),
  RATE_LIMIT_IP_PER_MINUTE: String(LIMIT),
  TRUST_PROXY: '1',
};

/** Networks in use. Each worker has a server of its own. */
let networks = 0;

type Address = { 'X-Forwarded-For': string };

interface Limited {
  /** Headers of a client in a network of this test. @param host 1 to 99 */
  from: (host?: number) => Address;
  /** Opens an account from an IP address of its own. The key is the first write of this person. */
  newPerson: (name?: string) => Promise<TestPerson>;
}

/** A server with low limits behind a proxy. Limits are counted by person and by IP address, so that tests can share it. */
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
