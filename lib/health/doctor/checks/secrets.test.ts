import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { type PrivateEntry, type SecretsPort, secretsCheck } from './secrets';

type Secret = Awaited<ReturnType<SecretsPort['secret']>>;

const CLOSED: PrivateEntry[] = [
  { name: '.', mode: 0o40700 },
  { name: 'secret', mode: 0o100600 },
  { name: 'pictures', mode: 0o40700 },
];
const GOOD: Secret = { from: 'file', characters: 43, distinct: 30 };

const found = (entries: PrivateEntry[] = CLOSED, secret: Secret = GOOD) =>
  verdictOf(secretsCheck({ entries: async () => entries, secret: async () => secret }));

it('closed files and a long secret are fine, and so is none before the first start', async () => {
  expect(await found()).toMatchObject({
    level: 'ok',
    detail: 'Secrets are closed to other users of this machine, and long enough.',
  });
  expect(await found([], null)).toMatchObject({ level: 'ok', detail: 'There is no secret yet: the first start creates it.' });
});

it('a secret that others can read is a problem', async () => {
  expect(await found([{ name: 'secret', mode: 0o100640 }])).toEqual({
    level: 'problem',
    detail: 'Other users of this machine can read secret in the data folder (mode 0640).',
    advice: 'Run chmod -R go= on secret, then restart the server.',
  });
});

it('a data folder that others can open is a warning, told after what is worse', async () => {
  const open = { name: '.', mode: 0o40755 };
  expect(await found([open])).toEqual({
    level: 'warning',
    detail: 'Other users of this machine can open the data folder (mode 0755).',
    advice: 'Give Likeness a folder of its own, and run chmod go= on it.',
  });
  expect(await found([open, { name: 'pg', mode: 0o40701 }])).toEqual({
    level: 'problem',
    detail:
      'Other users of this machine can read pg in the data folder (mode 0701). Other users of this machine can open the data folder (mode 0755).',
    advice: 'Run chmod -R go= on pg, then restart the server. Give Likeness a folder of its own, and run chmod go= on it.',
  });
});

it('a secret that is short, or repeats few characters, is a problem', async () => {
  expect(await found(CLOSED, { from: 'file', characters: 31, distinct: 20 })).toEqual({
    level: 'problem',
    detail: 'The file secret in the data folder has 31 characters, expected at least 32.',
    advice: 'Delete the file and restart the server, which creates a new one. Everyone signs in again then.',
  });
  expect(await found(CLOSED, { from: 'SECRET', characters: 40, distinct: 8 })).toEqual({
    level: 'problem',
    detail: 'SECRET can be guessed: it has only 8 different characters.',
    advice: 'Set SECRET to 32 random characters or more, such as of openssl rand -base64 32. Everyone signs in again then.',
  });
});
