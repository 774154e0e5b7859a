import type { Failure } from '../api/failure';
import { request } from '../api/request';
import type { NewAccount, NewAdministrator } from '../api/resource';
import { UNREACHABLE } from './send-later';
import { signInHere, unknownAddress } from './sign-in';

/** Problems by field; `form` concerns no single field. */
export type SignUpProblems = Partial<Record<'code' | 'email' | 'name' | 'password' | 'form', string>>;

const TRY_AGAIN = 'Your account was created, but signing in failed. Go to “Sign in” and try again.';

/** Next steps when the account was created and the sign-in failed. */
const NOT_SIGNED_IN = {
  wrong: TRY_AGAIN,
  'too-often': 'Your account was created, but there were too many sign-in attempts. Wait a minute, then go to “Sign in”.',
  unreachable: TRY_AGAIN,
  'unknown-address': TRY_AGAIN,
  unavailable: TRY_AGAIN,
  'disk-full': TRY_AGAIN,
  disabled: TRY_AGAIN,
};

/**
 * Opens an account and signs in, which opens the next page.
 * @param code of the setup link, for the first administrator
 * @returns problems; or the address that a link was mailed to; or null while the next page opens
 */
export async function openAccount(
  account: NewAccount,
  { code, callbackUrl }: { code?: string; callbackUrl?: string },
): Promise<{ problems: SignUpProblems } | { mailedTo: string } | null> {
  const answer = await send(account, code);
  if (!answer.ok) return { problems: explain(answer.failure) };
  // Accepted, not created: the link in the message opens the account.
  if (answer.status === 202) return { mailedTo: account.email.trim() };
  const outcome = await signInHere(account.email.trim(), account.password, callbackUrl).catch(() => 'unreachable' as const);
  return outcome === 'signed-in' ? null : { problems: { form: NOT_SIGNED_IN[outcome] } };
}

function send(account: NewAccount, code: string | undefined) {
  if (code === undefined) return request('/api/accounts', { method: 'POST', json: account });
  const administrator: NewAdministrator = { ...account, code };
  return request('/api/setup', { method: 'POST', json: administrator });
}

function explain({ code, detail, fields }: Failure): SignUpProblems {
  if (code === 'cross_origin') return { form: unknownAddress(window.location.origin) };
  if (code === 'email_taken') return { email: 'An account with this e-mail address already exists. Sign in instead.' };
  if (code === 'registration_refused') return { email: detail };
  if (code === 'offline') return { form: 'You are offline. Try again once you are connected.' };
  if (code === 'unreachable') return { form: UNREACHABLE };
  if (Object.keys(fields).length > 0) return fields;
  return { form: detail || 'The account could not be created. Try again in a moment.' };
}
