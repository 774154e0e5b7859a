import { COMMAND } from '@/lib/audit/sender';
import { isAvatarError } from '@/lib/errors';
import type { CommandContext, Task } from './ports';

/** Runs the task of a command, with the command line as its sender for the audit log. @returns the exit code */
export async function runTask(task: Task, context: CommandContext): Promise<number> {
  const { services, terminal } = context;
  try {
    return await services.sender.run(COMMAND, () => task(context));
  } catch (error) {
    await terminal.warn(explain(error));
    return 1;
  }
}

/** The text of a failure, for the person at the terminal. */
export function explain(error: unknown): string {
  if (isAvatarError(error) && error.code === 'invalid_request') {
    return [error.message, ...Object.entries(error.details.fields ?? {}).map(([field, problem]) => `  ${field}: ${problem}`)].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
