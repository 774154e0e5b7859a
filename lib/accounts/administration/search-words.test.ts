import { expect, it } from 'vitest';
import { searchWords } from './search-words';

it.each([
  ['', []],
  [' \0\n', []],
  ['Ada  LOVELACE', ['ada', 'lovelace']],
  ['ada.king+x@maths-club.example', ['ada', 'king', 'x', 'maths', 'club', 'example']],
  ["O'Brien | & ! (x) :* \\ 'quoted'", ['o', 'brien', 'x', 'quoted']],
  ['Émile 李小龙', ['émile', '李小龙']],
  ['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
])('%j has the words %j', (text, words) => {
  expect(searchWords(text)).toEqual(words);
});
