// npm run storage -- copy|verify|rebuild: moves pictures between stores, compares a store with the database, makes renditions again.
import { parseArgs } from 'node:util';
import { EnvError } from '@/lib/env';
import { isAvatarError } from '@/lib/errors';
import { copy } from './storage/copy';
import { rebuild } from './storage/rebuild';
import { verify } from './storage/verify';

const USAGE = `Usage: npm run storage -- COMMAND

  copy --from STORE --to STORE   copies what the second store lacks; run it again after an interruption
  verify [--read]                compares rows and objects; --read also reads every original
  rebuild                        makes all stored renditions again from the originals

STORE is filesystem, s3 or vercel-blob, with the settings of the environment; docs/storage.md has the rest.`;

const COMMANDS = { copy, verify, rebuild };

/** Ends between two objects at the first signal. The second one ends the process. */
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

try {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, to: { type: 'string' }, read: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name = '', ...rest] = positionals;
  if (!Object.hasOwn(COMMANDS, name) || rest.length > 0)
    throw new TypeError(`Expected copy, verify or rebuild, got ${positionals.join(' ') || 'nothing'}.`);
  process.exitCode = await COMMANDS[name as keyof typeof COMMANDS](values, interruption.signal);
} catch (error) {
  process.exitCode = 1;
  if (error instanceof TypeError) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof EnvError) console.error(error.message);
  else if (isAvatarError(error)) console.error(error.cause instanceof Error ? error.cause.message : error.message);
  else console.error(error instanceof Error ? error.message : error);
}
// Connections that are kept alive would delay the end.
process.exit();
