import { createHash } from 'node:crypto';
import type { ImportRecords } from '@/lib/accounts/imports/ports';
import type { Person } from '@/lib/accounts/registration/ports';
import type { Change } from '@/lib/avatars/change';
import type { Inspect } from '@/lib/avatars/inspect';
import { IMPORT_REASON, type Restrictions } from '@/lib/avatars/moderation/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import type { Replace } from '@/lib/avatars/replace';
import { AvatarError, isAvatarError } from '@/lib/errors';
import type { PictureFolder } from './folder';
import type { PeopleImport } from './people';
import { nameIn } from './person-row';
import { personNamedBy } from './picture-names';
import type { PictureResult } from './results';

/** A change meanwhile, such as of another import, is looked at again. */
const ATTEMPTS = 3;

export interface PictureOptions {
  isDryRun: boolean;
  /** Whether pictures that people chose are replaced. */
  replaces: boolean;
  /** Mails a link to each person for whom an account is opened. */
  invites: boolean;
}

export interface PictureImport {
  /** Sets the picture of the account with the address. Opens one if the file is named by an address. Failures are results. */
  set(picture: { file: string; email?: string }, folder: PictureFolder, options: PictureOptions): Promise<PictureResult>;
  /** Tells of a person whose picture an earlier run of this import has set. */
  remember(userId: number, file: string): void;
  /** Tells of a person whom a dry run would open an account for. */
  plan(email: string): void;
}

export interface PictureImportParts {
  records: Pick<ImportRecords, 'emailsByUserName' | 'accountsByEmail'> & Pick<AvatarRecords, 'hadFile'>;
  people: Pick<PeopleImport, 'open'>;
  /** By a proved address, where addresses are verified. */
  personByEmail(email: string): Promise<Pick<Person, 'id'> | null>;
  avatars: {
    replace: Replace;
    inspect: Inspect;
    stateOf(userId: number): Promise<AvatarState>;
    restrictions(userId: number): Promise<Restrictions>;
  };
  maxBytes: number;
}

type Owner = { id: number | null; opened: boolean };

export function createPictureImport({ records, people, personByEmail, avatars, maxBytes }: PictureImportParts): PictureImport {
  const fileOf = new Map<number | string, string>();
  const planned = new Map<string, Set<string>>();

  /** @throws AvatarError not_found */
  async function emailOf(file: string): Promise<{ email: string; opens: boolean }> {
    const name = personNamedBy(file);
    if ('email' in name) return { email: name.email, opens: true };
    const found = new Set([...(await records.emailsByUserName(name.userName, 2)), ...(planned.get(name.userName) ?? [])]);
    const [email] = found;
    if (email !== undefined && found.size === 1) return { email, opens: false };
    const why = email === undefined ? 'No account has this user name.' : 'Several accounts have this user name.';
    throw new AvatarError('not_found', `${why} Name the file by the e-mail address.`);
  }

  /** @throws AvatarError not_found */
  async function ownerOf({ email, opens }: { email: string; opens: boolean }, { isDryRun, invites }: PictureOptions): Promise<Owner> {
    const person = await personByEmail(email);
    if (person) return { id: person.id, opened: false };
    const [userName = ''] = email.split('@');
    if ((await records.accountsByEmail([email])).size > 0) {
      throw new AvatarError('not_found', 'An account has this e-mail address without a proof.');
    }
    if (planned.get(userName)?.has(email)) return { id: null, opened: false };
    if (!opens) throw new AvatarError('not_found', 'No account has this e-mail address.');
    return { id: isDryRun ? null : await people.open({ email, name: nameIn(email) }, invites), opened: true };
  }

  async function change(userId: number, bytes: Uint8Array, file: string, options: PictureOptions): Promise<'set' | 'unchanged' | 'kept'> {
    const state = await avatars.stateOf(userId);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (state.avatar?.sourceSha256 === sha256) return 'unchanged';
    if (!options.replaces) {
      // The person has replaced or removed the picture of an earlier import. It stays so once it has left the history.
      if (await records.hadFile(userId, sha256)) return 'unchanged';
      const isImported = (await avatars.restrictions(userId)).notice?.kind === 'set';
      if (state.source !== 'none' && !isImported) return 'kept';
    }
    if (options.isDryRun) {
      await avatars.inspect({ bytes });
      return 'set';
    }
    const moderation = { by: 'administrator', reason: IMPORT_REASON } as const;
    const of: Change = { principal: null, userId, moderation, expectedVersion: state.version };
    await avatars.replace(of, { bytes, fileName: file, via: 'import' });
    return 'set';
  }

  async function changed(userId: number, bytes: Uint8Array, file: string, options: PictureOptions) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await change(userId, bytes, file, options);
      } catch (error) {
        if (attempt === ATTEMPTS || !isAvatarError(error) || error.code !== 'precondition_failed') throw error;
      }
    }
  }

  async function outcome(file: string, email: string | undefined, folder: PictureFolder, options: PictureOptions) {
    const named = email === undefined ? await emailOf(file) : { email, opens: false };
    const bytes = await folder.read(file, maxBytes);
    // Before an account is opened for it.
    if (named.opens) await avatars.inspect({ bytes });
    const owner = await ownerOf(named, options);
    const key = owner.id ?? named.email;
    const earlier = fileOf.get(key);
    if (earlier !== undefined && earlier !== file) {
      throw new AvatarError('invalid_request', `The same person has another picture in this import: ${earlier}.`);
    }
    fileOf.set(key, file);
    const opened = owner.opened && { opened: true };
    if (owner.id !== null) return { result: await changed(owner.id, bytes, file, options), id: owner.id, ...opened };
    await avatars.inspect({ bytes });
    return { result: 'set' as const, id: null, ...opened };
  }

  return {
    async set({ file, email }, folder, options) {
      const of = { type: 'picture', file, ...(email !== undefined && { email }) } as const;
      try {
        return { ...of, ...(await outcome(file, email, folder, options)) };
      } catch (error) {
        if (!isAvatarError(error) || ENDING.has(error.code)) throw error;
        return { ...of, result: 'failed', problem: error.message };
      }
    },
    remember: (userId, file) => void fileOf.set(userId, file),
    plan(email) {
      const [userName = ''] = email.split('@');
      const emails = planned.get(userName);
      if (emails) emails.add(email);
      else planned.set(userName, new Set([email]));
    },
  };
}

/** Failures of the installation and not of a picture: the import ends, and goes on later. */
const ENDING = new Set<string>(['database_unavailable', 'storage_failed', 'storage_full']);
