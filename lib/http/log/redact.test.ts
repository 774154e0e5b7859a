import { expect, it } from 'vitest';
import { redacted } from './redact';

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
  ['/avatar/k4Q9vN2xR7tY5wZ8aB3cD6eF1gH0jK2m', '/avatar/[secret]'],
  ['/user/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', '/user/[secret]'],
  ['/media/0123456789abcdef0123456789abcdef01234567/256.webp', '/media/0123456789abcdef0123456789abcdef01234567/256.webp'],
  ['/avatar/0123456789ABCDEF0123456789ABCDEF.jpg', '/avatar/0123456789ABCDEF0123456789ABCDEF.jpg'],
  ['id 123e4567-e89b-12d3-a456-426614174000', 'id 123e4567-e89b-12d3-a456-426614174000'],
])('%s is logged as %s', (text, logged) => {
  expect(redacted(text)).toBe(logged);
});
