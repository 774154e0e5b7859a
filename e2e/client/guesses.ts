import type { Server } from '../server/server';

/** A request with a token that nobody has, and the status that came. */
export async function guess(server: Server, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${server.baseURL}/v1/me`, { headers: { Authorization: `Bearer ${'A'.repeat(32)}`, ...headers } });
  return response.status;
}

export async function guesses(server: Server, count: number, headers: (index: number) => Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push(await guess(server, headers(index)));
  return statuses;
}

export const FIVE_THEN_REFUSED = [401, 401, 401, 401, 401, 429, 429];
