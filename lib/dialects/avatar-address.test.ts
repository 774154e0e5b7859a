import { describe, expect, it } from 'vitest';
import { avatarAddress } from './avatar-address';

const answer = (text: string) => async () => new Response(text);
const handler = avatarAddress({ byHash: answer('hash'), byPerson: answer('person') });

describe('/avatar/{who} is', () => {
  it.each([
    ['0123456789abcdef0123456789abcdef', 'hash'],
    ['0123456789ABCDEF0123456789ABCDEF.png', 'hash'],
    ['12345678901234567890123456789012', 'hash'],
    ['a'.repeat(64), 'hash'],
    [`${'a'.repeat(64)}.jpg`, 'hash'],
    ['12', 'person'],
    ['ada@example.org', 'person'],
    [`${'a'.repeat(32)}@example.org`, 'person'],
    ['a'.repeat(33), 'person'],
    ['a'.repeat(40), 'person'],
    ['', 'person'],
  ])('%s: a %s', async (who, expected) => {
    const response = await handler(new Request('http://localhost/'), { params: Promise.resolve({ who }) });
    expect(await response.text()).toBe(expected);
  });
});
