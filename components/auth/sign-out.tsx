'use client';

import { signOut } from 'next-auth/react';
import { useState } from 'react';
import { Button } from '../ui/button';

/** Ends the session. The whole page is loaded anew, so that nothing of the person stays in it. */
export async function signOutHere(): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign('/');
}

export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      look="primary"
      size="large"
      className="w-full"
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void signOutHere();
      }}
    >
      {busy ? 'Signing out…' : 'Sign out'}
    </Button>
  );
}
