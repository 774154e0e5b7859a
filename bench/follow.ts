// Run by freshness.mjs: follows changes at two processes on one PostgreSQL server; prints milliseconds as JSON.

import { followChanges } from '../e2e/client/freshness';
import { discard, startServer } from '../e2e/server/server';
import { startCluster } from '../testing/postgres';

/** Clients that each change a picture of their own. */
const CLIENTS = 4;

const changes = Number(process.argv[2]);
const cluster = await startCluster();
const one = await startServer({ DATABASE_URL: cluster.url });
const other = await startServer({ DATABASE_URL: cluster.url, DATA_DIR: one.dataDir });
const [first, second] = [one, other].map(({ port }) => `http://127.0.0.1:${port}`) as [string, string];
const clients = Array.from({ length: CLIENTS }, () => followChanges([first, second], Math.ceil(changes / CLIENTS)));
console.log(JSON.stringify((await Promise.all(clients)).flat()));
await other.stop();
await discard(one);
await cluster.discard();
