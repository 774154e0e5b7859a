import pino from 'pino';
import { redacted } from './redact';

/** Serializes errors with their causes. Drivers quote values in messages, which may be e-mail addresses. */
export function serializeError(error: Error): object {
  const serialized = pino.stdSerializers.err(error);
  if (!(error instanceof Error)) return serialized;
  return { ...serialized, message: redacted(serialized.message), stack: redactLines(serialized.stack) };
}

/** Leaves paths of source files whole: they tell where it failed. */
function redactLines(stack: string): string {
  return stack
    .split('\n')
    .map((line) => (/^\s+at /.test(line) ? line : redacted(line)))
    .join('\n');
}
