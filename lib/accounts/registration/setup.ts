import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AvatarError, wrongField } from '@/lib/errors';
import type { Accounts, Person } from '../ports';
import type { SetupRecords } from './ports';

/** Creates the first administrator, for a person who can read the output of the server. Being the first visitor does not suffice. */
export interface Setup {
  /**
   * Creates a code, which is in clear in the result only.
   * @param keepSince see {@link SetupRecords.replaceSetupCode}
   * @returns null if there is an administrator, or the code is kept
   */
  newCode(keepSince?: Date | null): Promise<string | null>;
  /** Whether there is a code to use: false once there is an administrator. */
  isOpen(): Promise<boolean>;
  /** @throws AvatarError not_found after the setup; invalid_request for a wrong code, and as {@link Accounts.open} does */
  createAdministrator(code: string, account: { email: string; name: string; password: string }): Promise<Person>;
  /** Makes the owner of an account the administrator. @throws AvatarError not_found after the setup; invalid_request for a wrong code */
  promote(code: string, userId: number): Promise<Person>;
}

export function createSetup(records: SetupRecords, accounts: Pick<Accounts, 'open' | 'changeRole'>): Setup {
  /** @returns the hash of the code */
  async function requireCode(code: string): Promise<string> {
    const expected = await records.setupCode();
    if (expected === null) throw new AvatarError('not_found', 'This installation has an administrator.');
    const given = hashOf(code);
    if (timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(expected, 'hex'))) return given;
    const message = 'Wrong or outdated code. Use the setup link that the server printed last.';
    throw wrongField('code', message, 'wrong_setup_code', 'Wrong setup code.');
  }

  /** Codes are created at starts alone, so that every later question is answered without the database. */
  let isOver = false;

  return {
    async newCode(keepSince = null) {
      const code = randomBytes(16).toString('base64url');
      isOver = false;
      return (await records.replaceSetupCode(hashOf(code), keepSince)) ? code : null;
    },
    async isOpen() {
      isOver ||= (await records.setupCode()) === null;
      return !isOver;
    },
    async createAdministrator(code, { email, name, password }) {
      const setupCode = await requireCode(code);
      return accounts.open({ email, name, password, proof: 'administrator', role: 'admin', setupCode });
    },
    promote: async (code, userId) => accounts.changeRole(userId, 'admin', await requireCode(code)),
  };
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
