import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { administratorCheck } from './administrator';

const found = (count: number) => verdictOf(administratorCheck({ countAdministrators: async () => count }));

it('an installation without an administrator is a problem', async () => {
  expect(await found(0)).toEqual({
    level: 'problem',
    detail: 'There is no administrator.',
    advice: 'Open the setup link that the server printed at its last start, or run npm run admin -- create --role admin.',
  });
});

it('one administrator is fine, and so are more', async () => {
  expect([await found(1), await found(2)]).toMatchObject([
    { level: 'ok', detail: 'There is 1 administrator.' },
    { level: 'ok', detail: 'There are 2 administrators.' },
  ]);
});
