'use client';

import { type FormEvent, useState } from 'react';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { signOutHere } from './sign-out-here';

/** @param action where the form is posted without a script */
export function SignOutForm({ action }: { action: string }) {
  const t = useTexts('sign-out.form');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  async function leave(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed(false);
    const isLeaving = await signOutHere().catch(() => {
      setFailed(true);
      return false;
    });
    setBusy(isLeaving);
  }

  return (
    <form method="post" action={action} onSubmit={(event) => void leave(event)} className="space-y-4">
      {failed && <Notice kind="error">{t('failed')}</Notice>}
      <Button type="submit" variant="primary" size="large" className="w-full" busy={busy}>
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </form>
  );
}
