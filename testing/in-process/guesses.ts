import { bearer, type TestApp } from '../app';

/** Sends a token that was never issued. @returns the status */
export async function guess(app: TestApp, from?: string): Promise<number> {
  return (await app.ask('GET', '/v1/me', { headers: bearer('A'.repeat(32)), from })).status;
}

export async function guesses(app: TestApp, count: number, from?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push(await guess(app, from));
  return statuses;
}

/** Where an address may send five requests in a minute. */
export const FIVE_THEN_REFUSED = [401, 401, 401, 401, 401, 429, 429];
