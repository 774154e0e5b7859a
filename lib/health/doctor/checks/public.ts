import { type Check, ok, type Verdict, warning } from '../finding';
import { observation, remedy } from '../texts';

export interface PublicPort {
  registration(): Promise<'open' | 'invite' | 'domains' | 'closed'>;
  /** Which addresses answer for their hash. */
  hashLookup: 'any' | 'proved';
  /** Whether other machines can reach this server. */
  isOpenToOthers: boolean;
}

/** Lists what people without an account can see and do. */
export const publicCheck = ({ registration, hashLookup, isOpenToOthers }: PublicPort): Check => ({
  id: 'public',
  async run(): Promise<Verdict> {
    const mode = await registration();
    const seen = [
      observation('public_registration', { registration: mode }),
      observation('public_lookup', { lookup: hashLookup }),
      observation('public_readable'),
    ];
    if (mode === 'open' && hashLookup === 'any' && isOpenToOthers) return warning(seen, remedy('restrict_registration'));
    return ok(...seen);
  },
});
