import { IS_THOROUGH } from '@/testing/effort';
import { followChanges } from '../client/freshness';
import { discard, freshDatabase, startServer } from '../server/server';
import { expect, test } from '../server/upload-fixtures';

const CHANGES = IS_THOROUGH ? 300 : 60;

test('the process that acknowledged a change never shows the old picture, and the other one shows the new one soon', async () => {
  test.setTimeout(600_000);
  const DATABASE_URL = await freshDatabase();
  const one = await startServer({ DATABASE_URL });
  const other = await startServer({ DATABASE_URL, DATA_DIR: one.dataDir });
  expect(await followChanges([one.baseURL, other.baseURL], CHANGES)).toHaveLength(CHANGES);
  await other.stop();
  await discard(one);
});
