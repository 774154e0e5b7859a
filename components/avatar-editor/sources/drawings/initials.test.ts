import { expect, it } from 'vitest';
import { initialsOf, pickedLetters } from './initials';

it.each([
  ['Ada Lovelace', ['A', 'L']],
  ['Ada', ['A']],
  ['ada king lovelace', ['A', 'L']],
  ['Élodie de la Tour', ['É', 'T']],
  ['E\u0301lodie', ['É']],
  ['“Grace” (Hopper)', ['G', 'H']],
  ['ßeta', ['ß']],
  ['Ольга Иванова', ['О', 'И']],
  ['Νίκος Παπαδόπουλος', ['Ν', 'Π']],
  ['გიორგი ბერიძე', ['გ', 'ბ']],
  ['محمد علي', ['م', 'ع']],
  ['שרה לוי', ['ש', 'ל']],
  ['山田太郎', ['山']],
  ['山田 太郎', ['山', '太']],
  ['がくと', ['が']],
  ['か\u3099くと', ['が']],
  ['김철수', ['김']],
  ['สมชาย ใจดี', ['ส', 'ใ']],
  ['𠮷野家', ['𠮷']],
  ['👩‍🚀 Ada', ['A']],
  ['👩‍🚀', ['👩‍🚀']],
  ['', []],
  ['   ', []],
])('the initials of %j are %j', (name, letters) => {
  expect(initialsOf(name)).toEqual(letters);
});

it('a letter keeps its vowel sign', () => {
  expect(initialsOf('कृष्ण शर्मा')[0]).toMatch(/^कृ/);
});

it.each([
  ['AbC', ['A', 'b', 'C']],
  ['a b c d', ['a', 'b', 'c']],
  ['👩‍🚀', ['👩‍🚀']],
  [' ', []],
])('typed letters %j stay as they are: %j', (text, letters) => {
  expect(pickedLetters(text)).toEqual(letters);
});
