import { describe, expect, it } from 'vitest';
import { forEachMethod } from '@/lib/http/methods';
import { avatarAddress, HASH_ADDRESS } from './avatar-path';

const answers = (text: string) => forEachMethod((method) => async () => new Response(`${text}, ${method}`));
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
    for (const method of ['GET', 'PUT', 'OPTIONS'] as const) {
      const response = await handlers[method](new Request('http://localhost/'), { params: Promise.resolve({ who }) });
      expect(await response.text()).toBe(`${expected}, ${method}`);
    }
  });
});

describe('a picture by hash is at', () => {
  const MD5 = '0123456789abcdef0123456789ABCDEF';
  it.each([
    [`/avatar/${MD5}`, MD5],
    [`/avatar/${MD5}/`, MD5],
    [`/avatar/${MD5}.jpg`, `${MD5}.jpg`],
    [`/avatar/${MD5}.PNG`, `${MD5}.PNG`],
    ['/avatar', undefined],
    ['/avatar/', undefined],
    ['/avatar.php', undefined],
  ])('%s', (path, who) => {
    expect(HASH_ADDRESS.exec(path)?.groups?.who).toBe(who);
    expect(HASH_ADDRESS.test(path)).toBe(true);
  });

  it.each(['/avatar/12', '/avatar/ada@example.org', '/avatars', '/avatarxphp', '/avatar.php/', '/avatar//', `/avatar/${MD5}/medium`])(
    'none of %s',
    (path) => {
      expect(HASH_ADDRESS.test(path)).toBe(false);
    },
  );
});
