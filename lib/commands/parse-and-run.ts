import { CommanderError } from 'commander';
import type { CommandContext } from './ports';
import { createProgram } from './program';
import { runTask } from './run';

/** Runs the command of these arguments, without the names of the program. @returns the exit code */
export async function parseAndRun(argv: readonly string[], context: CommandContext): Promise<number> {
  let [code, printed, warned] = [0, '', ''];
  const program = createProgram(
    async (task) => {
      code = await runTask(task, context);
    },
    {
      writeOut: (text) => {
        printed += text;
      },
      writeErr: (text) => {
        warned += text;
      },
    },
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode;
  }
  if (printed) await context.terminal.print(printed.trimEnd());
  if (warned) await context.terminal.warn(warned.trimEnd());
  return code;
}
