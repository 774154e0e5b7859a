import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';

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
  title: 'Secrets',
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
  if (name === '.')
    return warning(
      `Other users of this machine can open the data folder (mode ${octal}).`,
      'Give Likeness a folder of its own, and run chmod go= on it.',
    );
  return problem(
    `Other users of this machine can read ${name} in the data folder (mode ${octal}).`,
    `Run chmod -R go= on ${name}, then restart the server.`,
  );
}

function ofSecret(secret: Awaited<ReturnType<SecretsPort['secret']>>): Verdict {
  if (!secret) return ok('There is no secret yet: the first start creates it.');
  const [name, advice] =
    secret.from === 'SECRET'
      ? ['SECRET', 'Set SECRET to 32 random characters or more, such as of openssl rand -base64 32. Everyone signs in again then.']
      : [
          'The file secret in the data folder',
          'Delete the file and restart the server, which creates a new one. Everyone signs in again then.',
        ];
  if (secret.characters < MIN_CHARACTERS)
    return problem(`${name} has ${secret.characters} characters, expected at least ${MIN_CHARACTERS}.`, advice);
  if (secret.distinct < MIN_DISTINCT)
    return problem(`${name} can be guessed: it has only ${secret.distinct} different characters.`, advice);
  return ok('Secrets are closed to other users of this machine, and long enough.');
}
