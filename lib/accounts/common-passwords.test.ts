import { describe, expect, it } from 'vitest';
import { requireUncommonPassword } from './common-passwords';

const requireUncommon = (password: string) => requireUncommonPassword({ password, email: 'ada.lovelace@example.org', name: 'Ada King' });

describe('a password', () => {
  it.each([
    'password',
    'Password1',
    '12345678',
    'qwertyuiop',
    'iloveyou',
    'PASSWORD123',
    'trustno1',
    'sunshine2026',
    'Football!!',
    '1q2w3e4r5t',
    'ｐａｓｓｗｏｒｄ',
    'aaaaaaaaaaaaaaaa',
    'abababababab',
  ])('such as %s is too common', async (password) => {
    const sentence = 'Too common: this is one of the first passwords that are tried. Expected another one.';
    await expect(requireUncommon(password)).rejects.toMatchObject({
      code: 'invalid_request',
      message: `password: ${sentence}`,
      details: { fields: { password: sentence } },
    });
  });

  it.each(['ada.lovelace@example.org', 'Ada.Lovelace', 'adalovelace1', 'ada king', 'AdaKing2026', 'likeness', 'Likeness!'])(
    'such as %s is too easy to guess for people who know its owner',
    async (password) => {
      const sentence = 'Too easy to guess: this is your e-mail address, your name or ours. Expected another password.';
      await expect(requireUncommon(password)).rejects.toMatchObject({
        code: 'invalid_request',
        details: { fields: { password: sentence } },
      });
    },
  );

  it.each([
    'correct horse',
    'correct horse battery',
    'likeness demo',
    'long enough',
    'Ada King plays chess',
    'пароль-длинный',
    'k7#vQ2!p',
    '密码密语很长的一句话',
  ])('such as %s is accepted', async (password) => {
    await expect(requireUncommon(password)).resolves.toBeUndefined();
  });

  it('is not refused because of a two-letter name', async () => {
    await expect(requireUncommonPassword({ password: 'x7k2m9q4', email: 'x@example.org', name: '李' })).resolves.toBeUndefined();
  });
});
