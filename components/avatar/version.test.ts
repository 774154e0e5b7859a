import { expect, it } from 'vitest';
import { versionOf } from './version';

it.each([
  ['"a7v12"', 12],
  ['"a7v12-gzip"', 12],
  ['W/"a7v12"', 12],
  ['"something else"', 0],
  [null, 0],
] as const)('the version of the picture in the entity tag %s is %i', (etag, version) => {
  expect(versionOf(etag)).toBe(version);
});
