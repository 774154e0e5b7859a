import { repeated, UNKNOWN_TOKEN } from '@/testing/guesses';
import type { Server } from '../server/server';

export { FIVE_THEN_REFUSED } from '@/testing/guesses';

/** Sends a token that was never issued. @returns the status */
export async function guess(server: Server, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${server.baseURL}/v1/me`, { headers: { Authorization: `Bearer ${UNKNOWN_TOKEN}`, ...headers } });
  return response.status;
}

export const guesses = (server: Server, count: number, headers: (index: number) => Record<string, string>): Promise<number[]> =>
  repeated(count, (index) => guess(server, headers(index)));
