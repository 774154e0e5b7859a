import { describe, expect, it } from 'vitest';
import { ROUTES } from '@/lib/routes';
import { createCasts, credentialsOf, SENDERS, type Sender, targetOf } from '@/testing/in-process/permission-cast';
import { pathOf, REQUESTS } from '@/testing/in-process/permission-requests';
import { PERMISSIONS } from '@/testing/in-process/permission-table';

/** Every call of every API; the second prefix of Cloudreve has the same endpoints. */
const CALLS = Object.entries(ROUTES).flatMap(([dialect, { routes }]) =>
  routes.flatMap(({ path, allowed }) => {
    const methods = path.startsWith('/api/v4/') ? [] : allowed.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
    return methods.map((method) => ({ dialect, method, call: `${method} ${path}` }));
  }),
);
/** Of two dialects with the same path, the first one serves it. */
const SERVED = [...new Map(CALLS.toReversed().map((entry) => [entry.call, entry])).values()].toReversed();

const newCast = await createCasts();
type Cast = Awaited<ReturnType<typeof newCast>>;

async function statusOf({ dialect, call, method }: (typeof CALLS)[number], cast: Cast, sender: Sender): Promise<string> {
  const cell = { cast, sender, target: targetOf(cast, sender) };
  const path = await pathOf(call, cell);
  const headers = credentialsOf(cast, sender, path, dialect);
  const response = await cast.app.ask(method, path, { headers, ...(await REQUESTS[call]?.(cell)) });
  if (dialect === 'cloudreve' && response.headers.get('content-type')?.startsWith('application/json')) {
    const { code = 0 } = await response.json();
    return code === 0 ? String(response.status) : `c${code}`;
  }
  // Event streams have no end.
  await response.body?.cancel();
  return String(response.status);
}

it('every call of every API has a row, and every row is a call', () => {
  expect(SERVED.length).toBeGreaterThan(100);
  expect(SERVED.map(({ call }) => call).sort()).toEqual(Object.keys(PERMISSIONS).sort());
});

describe('what each sender may do', () => {
  it.each(SERVED)('$call', async (entry) => {
    const cast = await newCast();
    const found: Record<string, string> = {};
    for (const sender of SENDERS) found[sender] = await statusOf(entry, cast, sender);
    const expected = PERMISSIONS[entry.call]?.split(/ +/) ?? [];
    expect(found).toEqual(Object.fromEntries(SENDERS.map((sender, at) => [sender, expected[at]])));
  });
});
