import { expect } from 'vitest';
import { EnvError, parseEnv } from '@/lib/env';

/** The message of the error that these settings cause. */
export function errorMessage(source: Record<string, string>): string {
  try {
    parseEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError);
    return (error as EnvError).message;
  }
  throw new Error('Nothing was wrong with it');
}
