'use client';

import { useState } from 'react';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { signOutHere } from './sign-out-here';

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
      <Button variant="primary" size="large" className="w-full" busy={busy} onClick={() => void (busy || leave())}>
        {busy ? 'Signing out…' : 'Sign out'}
      </Button>
    </div>
  );
}
