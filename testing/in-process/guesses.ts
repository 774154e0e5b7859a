import { bearer, type TestApp } from '../app';
import { repeated, UNKNOWN_TOKEN } from '../guesses';

export { FIVE_THEN_REFUSED } from '../guesses';

/** Sends a token that was never issued. @returns the status */
export async function guess(app: TestApp, from?: string): Promise<number> {
  return (await app.ask('GET', '/v1/me', { headers: bearer(UNKNOWN_TOKEN), from })).status;
}

export const guesses = (app: TestApp, count: number, from?: string): Promise<number[]> => repeated(count, () => guess(app, from));
