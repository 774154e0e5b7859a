import { expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { createOutage, watched } from './outage';
import { translate } from './unavailable';

const unreachable = Object.assign(new Error("Can't reach database server"), { code: 'P1001' });

it.each([
  ['Prisma, which cannot reach it', unreachable],
  ['Prisma, whose transaction took too long', Object.assign(new Error('Transaction API error'), { code: 'P2028' })],
  ['a lock that was waited for', failed({ kind: 'postgres', code: '55P03' })],
  ['a statement that took too long', failed({ kind: 'postgres', code: '57014' })],
  ['a server that is stopped', failed({ kind: 'postgres', originalCode: '57P01' })],
  ['a server that starts', failed({ kind: 'postgres', originalCode: '57P03' })],
  ['too many connections', failed({ kind: 'TooManyConnections' })],
  ['a connection that broke', new Error('Connection terminated unexpectedly')],
  ['a pool that is dry', new Error('timeout exceeded when trying to connect')],
  ['a server that does not answer', new Error('Query read timeout')],
  ['nobody at any address of a name', Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]))],
  ['a name that is not found', new Error('wrapped', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) })],
])('%s is a database that is not available, and worth another try', (_name, failure) => {
  expect(translate(failure)).toMatchObject({
    code: 'database_unavailable',
    message: 'The database does not answer. Try again in 5 seconds.',
    details: { retryAfterSeconds: 5 },
    cause: failure,
  });
});

it('a disk that is full is storage_full', () => {
  expect(translate(failed({ kind: 'postgres', originalCode: '53100' }))).toMatchObject({ code: 'storage_full' });
});

it.each([
  ['what the records refuse', new AvatarError('not_found', 'There is no person 7.')],
  ['a value that is taken', Object.assign(new Error('Unique constraint failed'), { code: 'P2002' })],
  ['a fault of ours', new TypeError('x is not a function')],
  ['what is no error', 'a string'],
])('%s stays what it is', (_name, failure) => {
  expect(translate(failure)).toBe(failure);
});

it('an outage is logged once when it begins and once when it is over, however many calls fail and others succeed meanwhile', async () => {
  let [clock, failure] = [0, undefined as Error | undefined];
  const logged: string[] = [];
  const log = { error: (_: object, message: string) => logged.push(message), info: (_: object, message: string) => logged.push(message) };
  const outage = createOutage(log, () => clock);
  const records = watched({ find: async (id: number) => (failure ? Promise.reject(failure) : id) }, outage);

  expect(await records.find(1)).toBe(1);
  expect(logged).toEqual([]);
  for (let call = 0; call < 20; call += 1) {
    failure = unreachable;
    await expect(records.find(2)).rejects.toMatchObject({ code: 'database_unavailable' });
    failure = undefined;
    expect(await records.find(3)).toBe(3);
  }
  expect(logged).toEqual(['The database does not answer: requests are refused until it does']);

  clock = 5_000;
  for (let call = 0; call < 3; call += 1) await records.find(4);
  expect(logged).toEqual(['The database does not answer: requests are refused until it does', 'The database answers again']);
});

/** As Prisma passes on what a driver adapter says. */
function failed(cause: object): Error {
  return Object.assign(new Error('Database error'), { code: 'P2010', meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } });
}
