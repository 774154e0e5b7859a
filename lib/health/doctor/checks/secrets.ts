import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
import { observation, remedy } from '../texts';

/** An entry of the data folder, or the folder itself, with its permission bits. */
export interface PrivateEntry {
  /** Relative to the data folder; `.` is the folder. */
  name: string;
  mode: number;
}

export interface SecretsPort {
  /** Those that exist. Empty on systems without modes. */
  entries(): Promise<readonly PrivateEntry[]>;
  /** null: there is none yet. */
  secret(): Promise<{ from: 'SECRET' | 'file'; characters: number; distinct: number } | null>;
}

/** Permission bits of group and others. */
const GROUP_AND_OTHERS = 0o077;

const MIN_CHARACTERS = 32;

/** 32 random letters and digits have 20 different ones and more; `change-me-change-me-…` has eight. */
const MIN_DISTINCT = 12;

/** Whether other users of the machine can read secrets, and whether they can be guessed. */
export const secretsCheck = ({ entries, secret }: SecretsPort): Check => ({
  id: 'secrets',
  async run() {
    const verdicts = [
      ...(await entries()).filter(({ mode }) => (mode & GROUP_AND_OTHERS) !== 0).map(ofOpenEntry),
      ofSecret(await secret()),
    ];
    return joined(verdicts);
  },
});

function ofOpenEntry({ name, mode }: PrivateEntry): Verdict {
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  if (name === '.') return warning(observation('secrets_folder_open', { mode: octal }), remedy('close_data_folder'));
  return problem(observation('secrets_file_open', { name, mode: octal }), remedy('close_file', { name }));
}

function ofSecret(secret: Awaited<ReturnType<SecretsPort['secret']>>): Verdict {
  if (!secret) return ok(observation('secrets_none'));
  const { from, characters, distinct } = secret;
  const renew = remedy(from === 'SECRET' ? 'set_secret' : 'renew_secret');
  if (characters < MIN_CHARACTERS) return problem(observation('secrets_short', { from, characters, expected: MIN_CHARACTERS }), renew);
  if (distinct < MIN_DISTINCT) return problem(observation('secrets_guessable', { from, characters: distinct }), renew);
  return ok(observation('secrets_closed'));
}
