import { cancelLeaving, confirmLeaving } from '../unsaved-changes/store';
import { sendToNextAuth } from './next-auth';
import { announceSession, setSigningOut } from './session';

/**
 * Ends the session, after asking about unsaved changes. Reloads the whole page, so that no data of the person stays in memory.
 * @returns whether the page is being left. Rejects if the session has not ended.
 */
export async function signOutHere(): Promise<boolean> {
  if (!(await confirmLeaving())) return false;
  setSigningOut(true);
  try {
    // The answer of a refusal has no address.
    if ((await sendToNextAuth('signout')) === null) throw new Error('The server refused to end the session');
  } catch (error) {
    setSigningOut(false);
    cancelLeaving();
    throw error;
  }
  announceSession();
  window.location.assign('/');
  return true;
}
