'use client';

import { useState } from 'react';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { signOutHere } from './sign-out-here';

export function SignOutButton() {
  const t = useTexts('sign-out.form');
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
      {failed && <Notice kind="error">{t('failed')}</Notice>}
      <Button variant="primary" size="large" className="w-full" busy={busy} onClick={() => void (busy || leave())}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </div>
  );
}
