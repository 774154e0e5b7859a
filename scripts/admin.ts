// npm run admin -- create|list|promote|demote: manages accounts while the server is stopped, and at any time with DATABASE_URL.
import { Command } from 'commander';
import { DataFolderInUseError } from '@/lib/db/embedded/lock';
import { isAvatarError } from '@/lib/errors';
import { create } from './admin/create';
import { demote } from './admin/demote';
import { list } from './admin/list';
import { promote } from './admin/promote';

const program = new Command('npm run admin --').description('Manages the accounts of this installation.').showHelpAfterError();
for (const command of [create, list, promote, demote]) program.addCommand(command);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  console.error(explain(error));
}
// Connections that are kept alive would delay the end.
process.exit();

function explain(error: unknown): string {
  if (error instanceof DataFolderInUseError) {
    return `The server is running, and its embedded database is for one process. Stop the server, run this command again, then start it.\n${error.message}`;
  }
  if (isAvatarError(error) && error.code === 'invalid_request') {
    return [error.message, ...Object.entries(error.details.fields ?? {}).map(([field, problem]) => `  ${field}: ${problem}`)].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
