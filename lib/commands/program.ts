import { Command, type OutputConfiguration } from 'commander';
import { addCreate } from './create';
import { addErase } from './erase';
import { addExport } from './export';
import { addImport } from './import';
import { addInvite } from './invite';
import { addList } from './list';
import type { RunTask } from './ports';
import { addReset } from './reset';
import { addStateChanges } from './state';
import { addSweep } from './sweep';
import { addVerify } from './verify';

const COMMANDS = [addCreate, addInvite, addList, addStateChanges, addReset, addVerify, addExport, addErase, addImport, addSweep];

/**
 * All commands. Parsing one calls `run` with its task, so that the same program parses arguments in a terminal and in a server.
 * It throws a CommanderError where commander would end the process.
 */
export function createProgram(run: RunTask, output: OutputConfiguration = {}): Command {
  const program = new Command('npm run admin --')
    .description('Manages the accounts of this installation, whether or not its server runs.')
    .showHelpAfterError()
    .configureOutput(output)
    .exitOverride();
  for (const add of COMMANDS) add(program, run);
  return program;
}
