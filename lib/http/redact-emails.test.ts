import { expect, it } from 'vitest';
import { withoutEmails } from './redact-emails';

it.each([
  ['/avatar/ada@example.org', '/avatar/[e-mail]'],
  ['/avatar/ada%40example.org/medium', '/avatar/[e-mail]/medium'],
  ['/api/v1/users/ada%2540example.org', '/api/v1/users/[e-mail]'],
  ['/api/v1/users/%61%64%61%40example.org', '/api/v1/users/[e-mail]'],
  ['/avatar/ada%EF%BC%A0example.org', '/avatar/[e-mail]'],
  ['/avatar/ada+b@example.org?d=mm&to=eve@example.org', '/avatar/[e-mail]?d=mm&to=[e-mail]'],
  ['Expected a number, got ada@example.org.', 'Expected a number, got [e-mail]'],
  ['/api/me/avatar', '/api/me/avatar'],
  ['/avatar/0123456789abcdef0123456789abcdef', '/avatar/0123456789abcdef0123456789abcdef'],
  ['/v1/%zz%4', '/v1/%zz%4'],
])('%s is logged as %s', (text, logged) => {
  expect(withoutEmails(text)).toBe(logged);
});
