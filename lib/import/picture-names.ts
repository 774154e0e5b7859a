import { canonicalEmail, emailProblem } from '@/lib/accounts/email';
import { AvatarError } from '@/lib/errors';
import { FORMATS } from '@/lib/imaging/media-types';

const EXTENSIONS: readonly string[] = Object.values(FORMATS).flatMap(({ extensions }) => extensions);

/**
 * The person whom the name of a file means: an e-mail address, or a user name, which is the part of an address before the `@`. No ids:
 * they are unknown outside of this installation, and an organization can have digits as user names.
 * @param file path of the file
 * @throws AvatarError invalid_request
 */
export function personNamedBy(file: string): { email: string } | { userName: string } {
  const base = file.slice(file.lastIndexOf('/') + 1).normalize('NFC');
  const extension = EXTENSIONS.find((known) => base.toLowerCase().endsWith(known)) ?? '';
  const name = base.slice(0, base.length - extension.length);
  if (!name.includes('@')) return { userName: name.trim().toLowerCase() };
  const problem = emailProblem(name);
  if (problem) throw new AvatarError('invalid_request', `The file has to be named by an e-mail address. ${problem}`);
  return { email: canonicalEmail(name) };
}
