import { expect, it } from 'vitest';
import { callbackPath } from './callback-path';

const ORIGIN = 'https://pictures.example.org';

it.each([
  ['/settings/keys', '/settings/keys'],
  ['https://pictures.example.org/settings/keys?a=1', '/settings/keys?a=1'],
  ['https://elsewhere.example/settings', '/settings/picture'],
  ['//elsewhere.example', '/settings/picture'],
  ['/\\elsewhere.example', '/settings/picture'],
  ['/.//elsewhere.example', '/settings/picture'],
  ['javascript:alert(1)', '/settings/picture'],
  ['/sign-in?callbackUrl=/sign-in', '/settings/picture'],
  ['/reset', '/settings/picture'],
  [null, '/settings/picture'],
])('after a sign-in with callbackUrl %s a person lands on %s', (callbackUrl, path) => {
  expect(callbackPath(callbackUrl, ORIGIN)).toBe(path);
});
