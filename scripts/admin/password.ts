import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { GivenPassword } from '@/lib/commands/ports';

/**
 * Reads the password of a new account from the standard input or a terminal. Without either, and for an empty answer, it generates one.
 * An argument would be visible to other users of this machine, and stay in the history of the shell.
 */
export async function readPassword(fromStdin: boolean): Promise<GivenPassword> {
  if (fromStdin) {
    const password = await firstLine();
    if (password === undefined) throw new Error('Expected a password in the standard input, got nothing.');
    return { password, isGenerated: false };
  }
  const password = process.stdin.isTTY ? await ask('Password (empty to generate one): ') : '';
  return password ? { password, isGenerated: false } : { password: randomBytes(15).toString('base64url'), isGenerated: true };
}

/** @returns undefined if the standard input is empty */
export async function firstLine(): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return undefined;
}

/** Asks on the terminal, which does not show the answer. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  // Otherwise Ctrl-C would only end the question.
  terminal.once('SIGINT', () => process.exit(130));
  const answer = await terminal.question('');
  terminal.close();
  process.stderr.write('\n');
  return answer;
}
