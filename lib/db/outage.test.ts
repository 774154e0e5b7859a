import { expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { createOutage, QUIET_MS, watchRecords } from './outage';
import { REQUEST_TIMEOUTS } from './timeouts';
import { translateError } from './unavailable';

const unreachable = Object.assign(new Error("Can't reach database server"), { code: 'P1001' });

it.each([
  ['Prisma, which cannot reach it', unreachable],
  ['a transaction timeout of Prisma', Object.assign(new Error('Transaction API error'), { code: 'P2028' })],
  ['a lock timeout', failed({ kind: 'postgres', code: '55P03' })],
  ['a statement timeout', failed({ kind: 'postgres', code: '57014' })],
  ['a server that is stopped', failed({ kind: 'postgres', originalCode: '57P01' })],
  ['a server that starts', failed({ kind: 'postgres', originalCode: '57P03' })],
  ['too many connections', failed({ kind: 'TooManyConnections' })],
  ['a broken connection', new Error('Connection terminated unexpectedly')],
  ['an exhausted connection pool', new Error('timeout exceeded when trying to connect')],
  ['a server that does not answer', new Error('Query read timeout')],
  ['a name with unreachable addresses only', Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]))],
  ['an unknown host name', new Error('wrapped', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) })],
])('%s means that the database is unavailable and a retry may help', (_name, failure) => {
  expect(translateError(failure)).toMatchObject({
    code: 'database_unavailable',
    message: 'The database does not answer. Try again in 5 seconds.',
    details: { retryAfterSeconds: 5 },
    cause: failure,
  });
});

it('a full disk is storage_full', () => {
  expect(translateError(failed({ kind: 'postgres', originalCode: '53100' }))).toMatchObject({ code: 'storage_full' });
});

it.each([
  ['a refusal by the records', new AvatarError('not_found', 'There is no person 7.')],
  ['a unique violation', Object.assign(new Error('Unique constraint failed'), { code: 'P2002' })],
  ['a bug', new TypeError('x is not a function')],
  ['a thrown string', 'a string'],
])('%s passes through unchanged', (_name, failure) => {
  expect(translateError(failure)).toBe(failure);
});

it('an outage is logged once at its start and once at its end, however many calls fail or succeed in between', async () => {
  let [clock, failure] = [0, undefined as Error | undefined];
  const logged: string[] = [];
  const log = { error: (_: object, message: string) => logged.push(message), info: (_: object, message: string) => logged.push(message) };
  const outage = createOutage(log, () => clock);
  const records = watchRecords({ find: async (id: number) => (failure ? Promise.reject(failure) : id) }, outage);

  expect(await records.find(1)).toBe(1);
  expect(logged).toEqual([]);
  for (let call = 0; call < 20; call += 1) {
    failure = unreachable;
    await expect(records.find(2)).rejects.toMatchObject({ code: 'database_unavailable' });
    failure = undefined;
    expect(await records.find(3)).toBe(3);
  }
  expect(logged).toEqual(['The database does not answer: requests are refused until it does']);

  // As long as a query may take to fail: that failure is of the same outage.
  clock = REQUEST_TIMEOUTS.queryMs;
  await records.find(4);
  failure = unreachable;
  await expect(records.find(5)).rejects.toMatchObject({ code: 'database_unavailable' });
  failure = undefined;
  expect(logged).toEqual(['The database does not answer: requests are refused until it does']);

  clock += QUIET_MS;
  for (let call = 0; call < 3; call += 1) await records.find(4);
  expect(logged).toEqual(['The database does not answer: requests are refused until it does', 'The database answers again']);
});

/** A driver adapter error as Prisma wraps it. */
function failed(cause: object): Error {
  return Object.assign(new Error('Database error'), { code: 'P2010', meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } });
}
