// A process that locks a data folder, prints a line, and holds the lock until it ends. Run by lib/db/embedded/lock.db.test.ts.
import { lockDataFolder } from '@/lib/db/embedded/lock';

const release = await lockDataFolder(process.argv[2] ?? '', () => {});
process.stdin.resume();
process.stdin.once('end', async () => {
  await release();
  process.exit(0);
});
console.log('held');
