import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { errorMessage } from '@/testing/env';

describe('settings of mail', () => {
  it.each([
    ['pictures@example.org', { name: 'Likeness', address: 'pictures@example.org' }],
    [' Bilder für alle <pictures@example.org> ', { name: 'Bilder für alle', address: 'pictures@example.org' }],
    ['<pictures@example.org>', { name: 'Likeness', address: 'pictures@example.org' }],
  ])('MAIL_FROM=%s', (value, from) => {
    expect(parseEnv({ MAIL_FROM: value }).mail.from).toEqual(from);
  });

  it('have a sender by default, of the public address', () => {
    const { mail } = parseEnv({
      BASE_URL: 'https://pictures.example.org:8443',
      PRODUCT_NAME: 'Köpfe',
      SMTP_URL: 'smtps://u:p%40@mail:465',
    });
    expect(mail).toEqual({
      smtpUrl: 'smtps://u:p%40@mail:465',
      from: { name: 'Köpfe', address: 'no-reply@pictures.example.org' },
      product: 'Köpfe',
    });
  });

  it.each([
    [{}, false],
    [{ SMTP_URL: 'smtp://mail' }, true],
    [{ SMTP_URL: 'smtp://mail', EMAIL_VERIFICATION: 'off' }, false],
    [{ EMAIL_VERIFICATION: 'required' }, true],
  ])('with %j addresses are verified: %s', (variables, verifies) => {
    expect(parseEnv(variables).verifiesAddresses).toBe(verifies);
  });

  it.each([
    ['EMAIL_VERIFICATION', 'on', 'expected required or off (got "on")'],
    ['MAIL_FROM', 'nothing', 'expected an address such as pictures@example.org, or Pictures <pictures@example.org> (got "nothing")'],
    [
      'MAIL_FROM',
      'Ada\r\nBcc: eve@example.org <a@b>',
      'expected an address such as pictures@example.org, or Pictures <pictures@example.org> (got "Ada\\r\\nBcc: eve@example.org <a@b>")',
    ],
    ['PRODUCT_NAME', 'a\nb', 'expected no control characters (got "a\\nb")'],
    [
      'SMTP_URL',
      'http://ada:secret@mail',
      'expected smtp://user:password@host:587, smtps:// for TLS from the start, or nothing (got something else)',
    ],
  ])('%s=%j is refused', (name, value, message) => {
    expect(errorMessage({ [name]: value })).toContain(`  ${name}: ${message}`);
  });
});
