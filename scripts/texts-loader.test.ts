import { expect, it } from 'vitest';
import { compileTexts } from '@/lib/languages/compile-texts';
import crop from '@/messages/de/crop.json';
import load from './texts-loader.mjs';

it('texts that are loaded with a part of a page are compiled as those that come with a page', () => {
  const [, json = ''] = /^export default (.*);$/.exec(load(JSON.stringify(crop))) ?? [];
  expect(JSON.parse(json)).toEqual(compileTexts(crop));
});
