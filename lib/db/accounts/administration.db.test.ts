import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemory } from '@/testing/database';
import type { Database } from '../client';
import { administrationRecords, peopleQuery } from './administration';

const PEOPLE = 10_000;
/** One of a thousand is an administrator, one disabled. */
const RARE = 1000;

let database: Database;
beforeAll(async () => {
  database = await openMemory();
  await database.db.$executeRaw`
    INSERT INTO "User" ("email", "name", "passwordHash", "generatedKey", "role", "disabledAt")
    SELECT 'person' || n || '@example.org', 'Name' || n || ' Family', 'a hash', 'k' || n,
      CASE WHEN n % ${RARE} = 0 THEN 'admin'::"Role" ELSE 'member'::"Role" END, CASE WHEN n % ${RARE} = 1 THEN now() END
    FROM generate_series(1, ${PEOPLE}) AS n`;
  await database.db.$executeRaw`ANALYZE "User"`;
});
afterAll(() => database.close());

/** Rows that PostgreSQL reads from the table or its indexes for a page of 50. */
async function rowsRead(filter: Parameters<typeof peopleQuery>[1]): Promise<number> {
  const { sql, values } = peopleQuery('"id"', filter, ' ORDER BY "id" DESC LIMIT 50');
  const [row] = await database.read(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
  const [explained] = (row ?? []) as [{ Plan: Plan }[]?];
  return explained?.[0] ? scanned(explained[0].Plan) : 0;
}

interface Plan {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

function scanned({ Plans: plans = [], ...plan }: Plan): number {
  const own = plan['Node Type'].includes('Scan') ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] : 0;
  return plans.reduce((sum, child) => sum + scanned(child), own);
}

describe('of ten thousand people', () => {
  it.each([
    ['the newest', { words: [] }, 50],
    ['one by the first word of the name', { words: ['name1234'] }, 10],
    ['one by the beginning of the address', { words: ['person123'] }, 100],
    ['one by two words, of which one is everybody’s', { words: ['family', 'name1234'] }, 10],
    ['the administrators', { words: [], role: 'admin' as const }, 20],
    ['the disabled ones', { words: [], state: 'disabled' as const }, 20],
  ])('a page reads few rows: %s', async (_what, filter, most) => {
    const rows = await rowsRead(filter);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThanOrEqual(most);
  });

  it('a search finds whom it should', async () => {
    const { listPeople, countMatching, countPeople } = administrationRecords(database);
    const found = await listPeople({ words: ['name1234'] }, { limit: 50 });
    expect(found.map(({ email }) => email)).toEqual(['person1234@example.org']);
    expect(await countMatching({ words: ['fam', 'exam', 'org'] })).toBe(PEOPLE);
    expect(await countPeople()).toEqual({ people: PEOPLE, administrators: PEOPLE / RARE, disabled: PEOPLE / RARE });
  });
});
