import { describe, expect, it } from 'vitest';
import { canonicalEmail, emailProblem } from './email';

describe('the canonical form', () => {
  it.each([
    [' Ada@Example.ORG ', 'ada@example.org'],
    ['a\0da@example.org\r\n', 'ada@example.org'],
    ['user@münchen.example', 'user@xn--mnchen-3ya.example'],
    ['User@MÜNCHEN.example', 'user@xn--mnchen-3ya.example'],
    ['user@mu\u0308nchen.example', 'user@xn--mnchen-3ya.example'],
    ['user@XN--mnchen-3ya.example', 'user@xn--mnchen-3ya.example'],
    ['user@münchen。example', 'user@xn--mnchen-3ya.example'],
    ['user@münchen.example.', 'user@xn--mnchen-3ya.example'],
    ['user@example.org.', 'user@example.org'],
    ['user@faß.de', 'user@xn--fa-hia.de'],
    ['user@пример.рф', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@1.2', 'user@1.2'],
    ['user@xn--a.example', 'user@xn--a.example'],
    ['user@ü/x@b:80.example', 'user@ü/x@b:80.example'],
    ['no address', 'no address'],
    ['', ''],
  ])('of %j is %j, and is stable', (typed, kept) => {
    expect(canonicalEmail(typed)).toBe(kept);
    expect(canonicalEmail(kept)).toBe(kept);
  });
});

describe('validation of an e-mail address', () => {
  it.each([
    'ada@example.org',
    " o'neil+x@a-b.example.org ",
    'u@münchen.example',
    'u@xn--mnchen-3ya.example',
    'u@пример.рф',
    'u@例え。テスト',
    'u@xn--e1afmkfd.xn--p1ai.',
  ])('accepts %s', (email) => {
    expect(emailProblem(email)).toBeUndefined();
  });

  it.each([
    'nobody',
    '@example.org',
    'a b@example.org',
    '.a@example.org',
    'a..b@example.org',
    'ada@',
    'üser@example.org',
    '\u212Aate@example.org',
  ])('refuses the form of %s', (email) => {
    expect(emailProblem(email)).toBe('Expected an e-mail address such as ada@example.org.');
  });

  it.each([
    'xn--a.example',
    'xn--mnchen-3y.example',
    'localhost',
    '1.2.3.4',
    'ü',
    'a..example',
    'ü..example',
    '-a.example',
    'ü%2e.example',
    'ü:80',
    '[::1]',
    'a_b.example',
    '\u200B.example',
  ])('names the domain that it refuses in a@%s', (domain) => {
    expect(emailProblem(`a@${domain}`)).toBe(`Expected a domain such as example.org after the @; got ${domain}.`);
  });

  it.each(['account-7@no-address.invalid', 'a@NO-ADDRESS.invalid.', 'a@x.no-address.invalid'])('refuses the placeholder %s', (email) => {
    expect(emailProblem(email)).toBe('Expected an address that receives mail; no-address.invalid is reserved.');
  });

  it('takes time linear in the length', () => {
    for (const long of ['a'.repeat(60_000), '.'.repeat(60_000), 'a.'.repeat(30_000), 'a-'.repeat(30_000), 'ü.'.repeat(30_000)]) {
      expect(emailProblem(`${long}@${long}!`)).toBeTypeOf('string');
      canonicalEmail(`${long}@${long}!`);
    }
  });
});
