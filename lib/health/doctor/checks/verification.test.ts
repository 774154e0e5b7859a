import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { verificationCheck } from './verification';

const found = (isRequired: boolean, sendsMail: boolean) => verdictOf(verificationCheck({ isRequired, sendsMail }));

const OFF = 'EMAIL_VERIFICATION is off: people are taken at their word, and anyone can show a picture for the address of another person.';

it('addresses that are proved by mailed links are fine', async () => {
  expect(await found(true, true)).toMatchObject({
    level: 'ok',
    detail: 'An address shows a picture only once a mailed link has proved it.',
  });
});

it('a warning tells what EMAIL_VERIFICATION=off means, and how to switch it on', async () => {
  expect(await found(false, true)).toEqual({
    level: 'warning',
    detail: OFF,
    advice: 'Remove EMAIL_VERIFICATION=off, unless you know everyone who can reach this server.',
  });
  expect(await found(false, false)).toEqual({
    level: 'warning',
    detail: OFF,
    advice: 'Set SMTP_URL, which switches the verification on, unless you know everyone who can reach this server.',
  });
});

it('a verification whose links are not sent is a problem', async () => {
  expect(await found(true, false)).toEqual({
    level: 'problem',
    detail: 'EMAIL_VERIFICATION is required, and SMTP_URL is not set: people who sign up get no link.',
    advice: 'Set SMTP_URL, or pass the links in the outbox on yourself.',
  });
});
