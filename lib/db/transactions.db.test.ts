import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMemory } from '@/testing/database';
import { newPerson } from '@/testing/records';
import type { Database } from './client';
import { databaseRecords, type Records } from './records';

let database: Database;
let records: Records;

beforeAll(async () => {
  database = await openMemory();
  records = databaseRecords(database);
});
afterAll(() => database.close());

it('changes of requests at once do not share a transaction', async () => {
  const [ada, eve] = [await newPerson(records), await newPerson(records)];
  const failing = records.inTransaction(async () => {
    await records.changeProfile(ada.id, { name: 'Grace' });
    throw new Error('the server is killed');
  });
  const outcomes = await Promise.allSettled([failing, records.changeProfile(eve.id, { name: 'Mallory' })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect([(await records.personById(ada.id))?.name, (await records.personById(eve.id))?.name]).toEqual(['Ada', 'Mallory']);
});

it('work that a transaction has begun and not awaited goes on outside of it', async () => {
  const ada = await newPerson(records);
  let later: Promise<unknown> = Promise.resolve();
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  await records.inTransaction(async () => {
    later = ended.then(() => records.changeProfile(ada.id, { name: 'Grace' }));
  });
  end();
  await later;
  expect((await records.personById(ada.id))?.name).toBe('Grace');
});

it('a look-up with a connection of its own fails within a transaction, which holds the only one of the embedded database', async () => {
  const { id } = await newPerson(records);
  await records.stateOf(id);
  const began = performance.now();
  await expect(records.inTransaction(() => records.stateOf(id))).rejects.toThrow('within a transaction');
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await records.stateOf(id)).toMatchObject({ person: { id } });
});
