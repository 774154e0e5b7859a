import { expect, it } from 'vitest';
import { isKeySelected } from './manual-copy';

const KEY = 'lk_0123456789abcdef';
const selected = (text: string) => ({ toString: () => text });

it.each([
  ['the key', KEY],
  ['the example around it', `curl -X PUT http://host/api/me/avatar \\\n  -H "Authorization: Bearer ${KEY}" \\\n  -F image=@me.jpg`],
  ['the key over two lines', 'lk_01234567\n89abcdef\n'],
])('copying %s copies the key', (_what, text) => {
  expect(isKeySelected(selected(text), KEY)).toBe(true);
});

it.each([
  ['a part of the key', KEY.slice(0, -1)],
  ['another text', 'Your new key'],
  ['nothing', ''],
])('copying %s does not copy the key', (_what, text) => {
  expect(isKeySelected(selected(text), KEY)).toBe(false);
});

it('without a selection there is nothing to copy', () => {
  expect(isKeySelected(null, KEY)).toBe(false);
});
