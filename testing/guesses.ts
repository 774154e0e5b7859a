/** A token that was never issued. */
export const UNKNOWN_TOKEN = 'A'.repeat(32);

/** Statuses where an address may send five requests in a minute. */
export const FIVE_THEN_REFUSED = [401, 401, 401, 401, 401, 429, 429];

/** Makes attempts one after the other. @returns their statuses */
export async function repeated(count: number, attempt: (index: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push(await attempt(index));
  return statuses;
}
