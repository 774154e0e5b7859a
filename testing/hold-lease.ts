// A process that takes the lease of a database server, prints a line, and holds it until it is killed. Run by lib/db/lease.db.test.ts.
import { postgresLease } from '@/lib/db/lease';

await postgresLease(process.argv[2] ?? '').run(async () => {
  console.log('held');
  await new Promise(() => setInterval(() => {}, 60_000));
}, new AbortController().signal);
