import { describe, expect, it } from 'vitest';
import { avatarAddress } from './avatar-address';
import { forEachVerb } from './verbs';

const answers = (text: string) => forEachVerb((verb) => async () => new Response(`${text}, ${verb}`));
const handlers = avatarAddress({ byHash: answers('hash'), byPerson: answers('person') });

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
    for (const verb of ['GET', 'PUT', 'OPTIONS'] as const) {
      const response = await handlers[verb](new Request('http://localhost/'), { params: Promise.resolve({ who }) });
      expect(await response.text()).toBe(`${expected}, ${verb}`);
    }
  });
});
