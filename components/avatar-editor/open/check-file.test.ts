import { expect, it } from 'vitest';
import { GENERAL_FORMATS } from '@/lib/imaging/media-types';
import { renderHook } from '@/testing/page-texts';
import { useMessages } from '../messages';
import { acceptOf, checkFile as check } from './check-file';

const messages = renderHook(useMessages);
const checkFile = (file: Parameters<typeof check>[0], rules: Parameters<typeof check>[1]) => check(file, rules, messages);

const LIMIT = 1024 * 1024;
const RULES = { maxBytes: LIMIT, formats: GENERAL_FORMATS };
const WITHOUT_HEIC = { ...RULES, formats: GENERAL_FORMATS.filter((format) => format !== 'heic') };

it.each([
  ['me.jpg', 'image/jpeg'],
  ['me.JPEG', 'image/jpg'],
  ['me.avif', ''],
  ['content', ''],
  ['me.heic', 'application/octet-stream'],
  ['IMG_0001.HEIC', ''],
  ['me.heif', 'image/heif'],
  ['me.hif', 'video/x-strange'],
])('%s with the type “%s” may be sent', (name, type) => {
  expect(checkFile({ name, type, size: 10 }, RULES)).toBeNull();
});

it.each([
  ['notes.txt', 'text/plain', 10, 'JPEG, PNG, WebP, GIF, AVIF or HEIC'],
  ['drawing.svg', 'image/svg+xml', 10, 'JPEG, PNG, WebP, GIF, AVIF or HEIC'],
  ['me.jpg', 'image/jpeg', 0, 'empty'],
  ['me.jpg', 'image/jpeg', LIMIT + 1, 'just over the limit of 1\u00a0MB'],
  ['me.jpg', 'image/jpeg', 3 * LIMIT, 'This file is 3\u00a0MB; the limit is 1\u00a0MB'],
])('%s of the type %s with %i bytes is refused with a message', (name, type, size, words) => {
  expect(checkFile({ name, type, size }, RULES)?.text).toContain(words);
});

it.each([
  ['IMG_0001.HEIC', ''],
  ['me', 'image/heic'],
  ['me.jpg', 'image/heif'],
])('with HEIC switched off, %s with the type “%s” is refused with advice', (name, type) => {
  const problem = checkFile({ name, type, size: 10 }, WITHOUT_HEIC);
  expect(problem?.text).toContain('Most Compatible');
  expect(problem?.text).toContain('Choose a JPEG, PNG, WebP, GIF or AVIF file.');
});

it('the file dialog offers the accepted formats', () => {
  expect(acceptOf(GENERAL_FORMATS).split(',')).toEqual(
    expect.arrayContaining(['image/heic', 'image/heif', '.heic', '.heif', '.hif', '.jpg']),
  );
  expect(acceptOf(WITHOUT_HEIC.formats)).not.toMatch(/hei|hif/);
  expect(acceptOf(GENERAL_FORMATS)).not.toContain('tif');
});
