import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { type PublicPort, publicCheck } from './public';

type Mode = Awaited<ReturnType<PublicPort['registration']>>;

const found = (mode: Mode, hashLookup: PublicPort['hashLookup'] = 'proved', isOpenToOthers = true) =>
  verdictOf(publicCheck({ registration: async () => mode, hashLookup, isOpenToOthers }));

const READABLE =
  'Without signing in, anyone can read pictures, the limits of uploads, and by the number of an account its name and picture (/api/users, /v1/users, /user/info).';

it('open registration with addresses that are not proved is a warning on a public address', async () => {
  expect(await found('open', 'any')).toEqual({
    level: 'warning',
    detail: `Anyone can open an account. Pictures are shown for hashes of all e-mail addresses, proved or not, unless their owner has switched that off. ${READABLE}`,
    advice: 'If this server is for some people alone, choose invites or domains under Organization, or REGISTRATION=invite.',
  });
  expect((await found('open', 'any', false)).level).toBe('ok');
  expect((await found('closed', 'any')).level).toBe('ok');
});

it.each<[Mode, string]>([
  ['open', 'Anyone can open an account.'],
  ['invite', 'People with an invite can open an account.'],
  ['domains', 'People with an address of the allowed domains can open an account.'],
  ['closed', 'New accounts are opened by administrators alone.'],
])('with registration %s the finding lists what is public', async (mode, sentence) => {
  expect(await found(mode)).toEqual({
    level: 'ok',
    detail: `${sentence} Pictures are shown for hashes of proved e-mail addresses, unless their owner has switched that off. ${READABLE}`,
    advice: 'Nothing to do.',
  });
});
