// npm run admin -- COMMAND: manages accounts. While a server has the embedded database open, the server runs the command.
import { CommanderError } from 'commander';
import type { Caller, RunTask } from '@/lib/commands/ports';
import { createProgram } from '@/lib/commands/program';
import { explain, runTask } from '@/lib/commands/run';
import { runInServer } from '@/lib/commands/socket';
import { DataFolderInUseError } from '@/lib/db/embedded/lock';
import { readEnv } from '@/lib/env';
import { withInstallation } from './admin/installation';
import { processTerminal } from './admin/terminal';

const argv = process.argv.slice(2);
const terminal = processTerminal();
const cwd = process.cwd();

const caller: Caller = {
  cwd,
  input: () => process.stdin,
  interruption() {
    const interruption = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
    return interruption.signal;
  },
};

const run: RunTask = async (task) => {
  const env = readEnv();
  const code = env.databaseUrl === undefined ? await runInServer(env.dataDir, argv, { terminal, cwd }) : null;
  process.exitCode = code ?? (await withInstallation(env, (services) => runTask(task, { services, terminal, caller })));
};

try {
  await createProgram(run).parseAsync(argv, { from: 'user' });
} catch (error) {
  process.exitCode = 1;
  // Commander has printed its own.
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof DataFolderInUseError)
    console.error(`A server has the embedded database open, and does not take commands. Stop it, and run this again.\n${error.message}`);
  else await terminal.warn(explain(error));
}
await terminal.discard();
// Connections that are kept alive would delay the end.
process.exit();
