import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Runs `npm run admin -- …args` with these variables, and `input` as its standard input. */
export async function runAdmin(variables: Record<string, string>, args: readonly string[], input = '') {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, ['scripts/ts.mjs', 'scripts/admin.ts', ...args], { env, stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin.end(input);
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors };
}
