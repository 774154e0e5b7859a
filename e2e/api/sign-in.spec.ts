import { randomUUID } from 'node:crypto';
import { openAccount } from '../client/people';
import { basic } from '../client/ulule';
import { expect, test } from '../server/upload-fixtures';

// In process, tests count the hashes that each address verifies. Only a server takes the time of a real one.
test('GET /v1/me – an unknown account takes as long as a wrong password', async ({ server: { baseURL } }) => {
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  const timed = async (email: string) => {
    const since = performance.now();
    await (await fetch(`${baseURL}/v1/me`, { headers: basic(email, 'wrong password') })).text();
    return performance.now() - since;
  };
  for (let account = 0; account < 3; account += 1) {
    const { email } = await openAccount(baseURL);
    // In turn, so that other load on the machine falls on both; fewer than are let through in a minute.
    for (let round = 0; round < 7; round += 1) {
      times.known.push(await timed(email));
      times.unknown.push(await timed(`${randomUUID()}@example.org`));
    }
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  // Some 30 ms of argon2 each. Without it a response takes a tenth of that; on a busy machine, both take longer.
  expect(unknown, `${unknown} and ${known} ms`).toBeGreaterThan(known / 3);
  expect(known, `${unknown} and ${known} ms`).toBeGreaterThan(unknown / 3);
});

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
