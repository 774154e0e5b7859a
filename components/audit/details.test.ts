import { describe, expect, it } from 'vitest';
import { describeDetails } from './details';

describe('the details of an entry', () => {
  it.each([
    [{ lostBy: null }, []],
    [{ lostBy: 7 }, ['person 7 had the address without proof until then']],
    [{ issuer: null }, ['in a browser']],
    [{ issuer: 'ulule' }, ['through the API of ulule']],
    [{ keyId: 3, scopes: ['avatar:read', 'avatar:write'] }, ['key 3', 'scopes: avatar:read, avatar:write']],
    [{ role: 'admin' }, ['as administrator']],
    [{ addressId: 4, hashLookup: false }, ['address 4', 'not found by its hash']],
    [{ source: 'none', reason: 'Not a face', blocks: 'everyone' }, ['generated', 'reason: Not a face', 'the file is blocked for everyone']],
    [
      {
        avatarChangesDisabled: true,
        maxAvatarBytes: 20_000,
        acceptedFormats: [],
        registration: 'domains',
        registrationDomains: ['example.org'],
      },
      ['pictures cannot be changed', 'at most 20000 bytes', 'registration: domains', 'domains: example.org'],
    ],
  ])('%j are words', (details, words) => {
    expect(describeDetails(details)).toEqual({ words, more: [] });
  });

  it('that are keys, or of a later version, are kept for those who ask', () => {
    expect(describeDetails({ oldKey: null, newKey: 'abc', source: 'upload', colour: 'red' })).toEqual({
      words: ['uploaded'],
      more: [
        { name: 'Key of the picture before', value: 'none' },
        { name: 'Key of the picture since', value: 'abc' },
        { name: 'colour', value: 'red' },
      ],
    });
  });
});
