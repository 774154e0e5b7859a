import type { Failure } from '../api/failure';
import { request } from '../api/request';
import type { NewAccount, NewAdministrator } from '../api/resource';
import { announceArrival, takeArrival } from './arrival';
import { signInHere } from './sign-in';

/** Why a person is not on the next page. */
export type SignUpOutcome =
  | { kind: 'refused'; failure: Failure }
  | { kind: 'mailed'; to: string }
  /** The account was created. */
  | { kind: 'not-signed-in'; isTooOften: boolean };

/**
 * Opens an account and signs in, which opens the next page.
 * @param code of the setup link, for the first administrator
 * @returns null while the next page opens
 */
export async function openAccount(
  account: NewAccount,
  { code, callbackUrl }: { code?: string; callbackUrl?: string },
): Promise<SignUpOutcome | null> {
  const answer = await send(account, code);
  if (!answer.ok) return { kind: 'refused', failure: answer.failure };
  // Accepted, not created: the link in the message opens the account.
  if (answer.status === 202) return { kind: 'mailed', to: account.email.trim() };
  // First: the next page may load at any time.
  announceArrival();
  const outcome = await signInHere(account.email.trim(), account.password, callbackUrl).catch(() => 'unreachable' as const);
  if (outcome !== 'signed-in') takeArrival();
  return outcome === 'signed-in' ? null : { kind: 'not-signed-in', isTooOften: outcome === 'too-often' };
}

function send(account: NewAccount, code: string | undefined) {
  if (code === undefined) return request('/api/accounts', { method: 'POST', json: account });
  const administrator: NewAdministrator = { ...account, code };
  return request('/api/setup', { method: 'POST', json: administrator });
}
