import { describe, expect, it } from 'vitest';
import type { AvatarState } from '@/lib/avatars/ports';
import type { Services } from '@/lib/http/endpoint';
import { userRow } from './people';
import { avatarUrl, gravatarUrl } from './urls';

const state: AvatarState = {
  person: {
    id: 7,
    email: 'ada@example.org',
    name: 'Ada',
    publicName: null,
    language: null,
    timeZone: null,
    role: 'member',
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    disabledAt: null,
  },
  source: 'gravatar',
  version: 3,
  avatar: null,
  generatedKey: 'a'.repeat(40),
};
const url = 'https://secure.gravatar.com/avatar/444258b521f152129eb0c162996e572d?d=identicon';
const services = { baseUrl: 'https://pictures.example:8443' } as Services;
const elsewhere = { ...services, gravatarUrl: 'https://gravatar.example.org/g' };

describe('a Gravatar URL', () => {
  it('has the MD5 of the address in lower case, the size if it is medium, and the version, as in Zulip', () => {
    expect(gravatarUrl('Nonexistent_User@zulip.com', 1, 'standard', services)).toBe(`${url}&version=1`);
    expect(gravatarUrl('nonexistent_user@zulip.com', 4, 'medium', services)).toBe(`${url}&s=500&version=4`);
  });

  it('has the host that the administrator configured', () => {
    const moved = url.replace('https://secure.gravatar.com', 'https://gravatar.example.org/g');
    expect(gravatarUrl('nonexistent_user@zulip.com', 1, 'standard', elsewhere)).toBe(`${moved}&version=1`);
  });

  it('is the picture URL of people who use Gravatar only', () => {
    expect(avatarUrl(state, services)).toBe(gravatarUrl('ada@example.org', 3, 'standard', services));
    expect(avatarUrl(state, services, 'medium')).toBe(gravatarUrl('ada@example.org', 3, 'medium', services));
    expect(avatarUrl({ ...state, source: 'none' }, services)).toBe(`/user_avatars/1/${'a'.repeat(40)}.png`);
  });

  it.each([
    ['null for oneself if the client computes it', 7, true, null],
    ['sent for oneself if the client does not compute it', 7, false, avatarUrl(state, services)],
    ['sent to others, who do not see the e-mail address', 8, true, avatarUrl(state, services)],
  ])('is %s', (_name, viewerId, clientGravatar, expected) => {
    const row = userRow(state, { viewerId, clientGravatar, services });
    const email = viewerId === 7 ? 'ada@example.org' : 'user7@pictures.example';
    expect(row).toMatchObject({ avatar_url: expected, email, date_joined: '2026-01-02T03:04:05.678+00:00', role: 400 });
  });
});
