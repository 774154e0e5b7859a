import { type FileHandle, open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Terminal } from '@/lib/commands/ports';
import { firstLine, readPassword } from './password';
import { printable } from './printable';

/** The terminal of this process. */
export function processTerminal(): Terminal & { /** Removes a file that is not complete. */ discard(): Promise<void> } {
  let file: { path: string; handle: FileHandle } | undefined;
  return {
    print: async (text) => console.log(printable(text)),
    warn: async (text) => console.error(printable(text)),
    async ask(question) {
      if (!process.stdin.isTTY) return (await firstLine()) ?? '';
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      const answer = await terminal.question(printable(question));
      terminal.close();
      return answer;
    },
    password: readPassword,
    async createFile(path) {
      const handle = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
        throw new Error(`Expected a path for a new file, got ${path}: ${error.code === 'EEXIST' ? 'it exists' : error.message}.`);
      });
      file = { path, handle };
    },
    // `write` may write a part only, as on a disk that is almost full.
    appendToFile: async (base64) => void (await file?.handle.appendFile(Buffer.from(base64, 'base64'))),
    async closeFile() {
      await file?.handle.close();
      file = undefined;
    },
    async discard() {
      if (!file) return;
      await file.handle.close();
      await rm(file.path);
    },
  };
}
