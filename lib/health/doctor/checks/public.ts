import { type Check, ok, type Verdict, warning } from '../finding';

export interface PublicPort {
  registration(): Promise<'open' | 'invite' | 'domains' | 'closed'>;
  /** Which addresses answer for their hash. */
  hashLookup: 'any' | 'proved';
  /** Whether other machines can reach this server. */
  isOpenToOthers: boolean;
}

const REGISTRATION = {
  open: 'Anyone can open an account.',
  invite: 'People with an invite can open an account.',
  domains: 'People with an address of the allowed domains can open an account.',
  closed: 'New accounts are opened by administrators alone.',
};

const LOOKUP = {
  any: 'Pictures are shown for hashes of all e-mail addresses, proved or not',
  proved: 'Pictures are shown for hashes of proved e-mail addresses',
};

const READABLE =
  'Without signing in, anyone can read pictures, the limits of uploads, and by the number of an account its name and picture (/api/users, /v1/users, /user/info).';

/** Lists what people without an account can see and do. */
export const publicCheck = ({ registration, hashLookup, isOpenToOthers }: PublicPort): Check => ({
  id: 'public',
  title: 'Open to everyone',
  async run(): Promise<Verdict> {
    const mode = await registration();
    const detail = `${REGISTRATION[mode]} ${LOOKUP[hashLookup]}, unless their owner has switched that off. ${READABLE}`;
    if (mode === 'open' && hashLookup === 'any' && isOpenToOthers)
      return warning(
        detail,
        'If this server is for some people alone, choose invites or domains under Organization, or REGISTRATION=invite.',
      );
    return ok(detail);
  },
});
