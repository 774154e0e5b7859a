import Hashids from 'hashids';
import { describe, expect, it } from 'vitest';
import { groupHashid, userHashid, userIdOf } from './ids';

describe('an id of this API', () => {
  it('stays what it is: clients keep addresses of pictures', () => {
    expect([1, 2, 999_999].map(userHashid)).toEqual(['gyIo', 'BPsO', 'RG9lGSN']);
  });

  it.each([1, 2, 17, 65_536, 2_147_483_647])('names person %i, both ways', (id) => {
    expect(userIdOf(userHashid(id))).toBe(id);
  });

  it('of a person whom no database can hold is of nobody, and no failure of ours', () => {
    const beyond = [2_147_483_648, Number.MAX_SAFE_INTEGER].map(userHashid);
    for (const id of [...beyond, userHashid(0)]) expect(() => userIdOf(id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('of something else is no person’s', () => {
    const others = [groupHashid(1), new Hashids('another salt').encode([1, 1]), new Hashids('likeness.cloudreve.v4').encode([1, 1, 1])];
    for (const id of [...others, '', '1', 'gyI', 'gyIo ', 'gyio', 'ä', '%20', '../1', 'x'.repeat(100_000)]) {
      expect(userIdOf(id), id.slice(0, 40)).toBeUndefined();
    }
  });
});
