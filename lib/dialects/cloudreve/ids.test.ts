import Hashids from 'hashids';
import { describe, expect, it } from 'vitest';
import { groupHashid, userHashid, userIdOf } from './ids';

describe('a hashid', () => {
  it('never changes, since clients store picture URLs', () => {
    expect([1, 2, 999_999].map(userHashid)).toEqual(['gyIo', 'BPsO', 'RG9lGSN']);
  });

  it.each([1, 2, 17, 65_536, 2_147_483_647])('encodes person %i and decodes to the same id', (id) => {
    expect(userIdOf(userHashid(id))).toBe(id);
  });

  it('of a number outside the range of ids → not_found', () => {
    const beyond = [2_147_483_648, Number.MAX_SAFE_INTEGER].map(userHashid);
    for (const id of [...beyond, userHashid(0)]) expect(() => userIdOf(id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('of another type, another salt or more numbers is not that of a person', () => {
    const others = [groupHashid(1), new Hashids('another salt').encode([1, 1]), new Hashids('likeness.cloudreve.v4').encode([1, 1, 1])];
    for (const id of [...others, '', '1', 'gyI', 'gyIo ', 'gyio', 'ä', '%20', '../1', 'x'.repeat(100_000)]) {
      expect(userIdOf(id), id.slice(0, 40)).toBeUndefined();
    }
  });
});
