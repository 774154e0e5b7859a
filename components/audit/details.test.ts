import { describe, expect, it } from 'vitest';
import { messages } from '@/messages/en';
import { type DetailText, describeDetails } from './details';

const english: DetailText = (key, values) => messages.audit.details[key].replace('{value}', values?.value ?? '');
const moment = (date: string) => `the day of ${date}`;

describe('the details of an entry', () => {
  it.each([
    [{ lostBy: null }, []],
    [{ lostBy: 7 }, ['person 7 had the address without proof until then']],
    [{ issuer: null }, ['in a browser']],
    [{ issuer: 'ulule' }, ['through the API of ulule']],
    [{ keyId: 3, scopes: ['avatar:read', 'avatar:write'] }, ['key 3', 'scopes: avatar:read, avatar:write']],
    [{ role: 'admin' }, ['as administrator']],
    [{ addressId: 4, hashLookup: false }, ['address 4', 'look-ups by hash are not answered']],
    [{ addressId: 4, shows: 'version 7' }, ['address 4', 'picture: version 7']],
    [{ fields: ['name', 'timeZone'] }, ['name, time zone']],
    [{ fields: ['publicName', 'colour'] }, ['public name, colour']],
    [{ registration: 'closed' }, ['registration: for no one']],
    [{ registration: 'invite' }, ['registration: by invite']],
    [{ until: '2026-12-01' }, ['until the day of 2026-12-01']],
    [{ identityId: 5, provider: 'https://sso.example.org' }, ['identity 5', 'with https://sso.example.org']],
    [{ source: 'directory' }, ['from the provider']],
    [{ source: 'none', reason: 'Not a face', blocks: 'everyone' }, ['generated', 'reason: Not a face', 'the file is blocked for everyone']],
    [
      {
        avatarChangesDisabled: true,
        maxAvatarBytes: 20_000,
        acceptedFormats: [],
        registration: 'domains',
        registrationDomains: ['example.org'],
      },
      ['pictures cannot be changed', 'at most 20000 bytes', 'registration: for e-mail domains', 'domains: example.org'],
    ],
  ])('%j are words', (details, words) => {
    expect(describeDetails(details, english, moment)).toEqual({ words, more: [] });
  });

  it('that are keys, or have no words, are collapsed', () => {
    expect(describeDetails({ oldKey: null, newKey: 'abc', source: 'upload', colour: 'red' }, english, moment)).toEqual({
      words: ['uploaded'],
      more: [
        { name: 'Key of the picture before', value: 'none' },
        { name: 'Key of the picture since', value: 'abc' },
        { name: 'colour', value: 'red' },
      ],
    });
  });
});
