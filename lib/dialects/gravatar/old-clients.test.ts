import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { shownAt } from '@/testing/in-process/shown';

const app = await createTestApp();
const HASH = 'a'.padEnd(32, '0');
const UPPER = HASH.toUpperCase();
const QUERY = 'size=64&default=identicon&rating=PG';

it.each([
  `/avatar.php?gravatar_id=${UPPER}&${QUERY}`,
  `/avatar?gravatar_id=${UPPER}&${QUERY}`,
  `/avatar/?gravatar_id=${UPPER}&${QUERY}`,
  `/avatar/${UPPER}/?${QUERY}`,
])('GET %s – the picture of the hash, as old clients request it', async (path) => {
  const expected = await shownAt(app, `/avatar/${HASH}?${QUERY}`);
  expect(expected).toMatchObject({ width: 64, height: 64 });
  expect((await shownAt(app, path)).bytes.equals(expected.bytes)).toBe(true);
});

it('GET /avatar/ – without a hash, as WordPress requests it', async () => {
  const expected = await shownAt(app, `/avatar/${'0'.repeat(32)}?d=mm&s=80`);
  expect((await shownAt(app, '/avatar/?d=mm&s=%2080')).bytes.equals(expected.bytes)).toBe(true);
});

it.each([
  ['image/avif;q=0,image/webp', 'image/webp'],
  ['image/webp;q=0.1,image/png', 'image/png'],
  ['image/*', 'image/png'],
])('GET /avatar/?d=mm with Accept: %s – %s, which varies by Accept', async (accept, type) => {
  const { headers } = await app.ask('GET', '/avatar/?d=mm', { headers: { Accept: accept } });
  expect({ type: headers.get('content-type'), vary: headers.get('vary') }).toEqual({ type, vary: 'Accept' });
});
