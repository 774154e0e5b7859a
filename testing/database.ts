import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll } from 'vitest';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { AvatarRecords, NewAvatar } from '@/lib/avatars/ports';
import { type Database, overEngine } from '@/lib/db/client';
import { engineOf } from '@/lib/db/embedded/embedded';
import { databaseRecords } from '@/lib/db/records';
import { migratedDatabase } from './migrated-database';

export type Records = AvatarRecords & AccountRecords;

/** A migrated embedded database in memory. */
export async function openMemory(): Promise<Database> {
  return overEngine(engineOf(await PGlite.create({ loadDataDir: await migratedDatabase() })));
}

/** One database for all tests of a file; each test makes people of its own in it. */
export function sharedRecords(): () => Records {
  let database: Database | undefined;
  let records: Records | undefined;
  beforeAll(async () => {
    database = await openMemory();
    records = databaseRecords(database.db);
  });
  afterAll(() => database?.close());
  return () => {
    if (!records) throw new Error('The database is opened before the first test, not while tests are collected');
    return records;
  };
}

/** For {@link openDatabase}: nothing is said, and nothing may break. */
export function quiet() {
  return {
    announce: () => {},
    log: { error: () => {}, info: () => {} },
    onFatal(message: string): void {
      throw new Error(message);
    },
  };
}

export const hex = (bytes = 20) => randomBytes(bytes).toString('hex');

/** A person nobody else has to do with. */
export async function newPerson(records: Records): Promise<{ id: number; email: string; generatedKey: string }> {
  const generatedKey = hex();
  const email = `${hex(8)}@example.org`;
  const { id } = await records.createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey });
  return { id, email, generatedKey };
}

/** The record of an upload, as the core would write it. */
export function newAvatar(fields: Partial<NewAvatar> = {}): NewAvatar {
  return {
    key: hex(),
    originalKey: hex(),
    fileName: 'me.jpg',
    sourceSha256: hex(32),
    sourceBytes: 1234,
    format: 'jpeg',
    width: 600,
    height: 400,
    frames: 1,
    crop: { x: 100, y: 0, width: 400, height: 400, rotate: 7 },
    framed: true,
    alt: 'Ada, smiling',
    thumbhash: 'AAAA',
    color: '#102030',
    background: '#ffffff',
    animation: 'none',
    animationDropped: null,
    ...fields,
  };
}
