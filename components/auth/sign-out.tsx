'use client';

import { signOut } from 'next-auth/react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { cancelLeaving, confirmLeaving } from '../unsaved-changes/store';
import { announceSession, setSigningOut } from './session';

/**
 * Ends the session, after asking about unsaved changes. Reloads the whole page, so that no data of the person stays in memory.
 * @returns whether the page is being left. Rejects if the session has not ended.
 */
export async function signOutHere(): Promise<boolean> {
  if (!(await confirmLeaving())) return false;
  setSigningOut(true);
  try {
    // next-auth resolves with any JSON: that of a refusal has no address.
    const { url } = await signOut({ redirect: false });
    if (!url) throw new Error('The server refused to end the session');
  } catch (error) {
    setSigningOut(false);
    cancelLeaving();
    throw error;
  }
  announceSession();
  window.location.assign('/');
  return true;
}

export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  async function leave() {
    setBusy(true);
    setFailed(false);
    const isLeaving = await signOutHere().catch(() => {
      setFailed(true);
      return false;
    });
    setBusy(isLeaving);
  }

  return (
    <div className="space-y-4">
      {failed && <Notice kind="error">Signing out failed, and you are still signed in. Try again in a moment.</Notice>}
      <Button variant="primary" size="large" className="w-full" aria-disabled={busy} onClick={() => void (busy || leave())}>
        {busy ? 'Signing out…' : 'Sign out'}
      </Button>
    </div>
  );
}
