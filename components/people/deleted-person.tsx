'use client';

import { useEffect, useRef, useState } from 'react';
import type { DeletionReport } from '../api/resource';
import { useTexts } from '../texts/texts';

/** Key in sessionStorage: the account that this tab has deleted, until the list of people has said so. */
const DELETED_KEY = 'likeness-deleted-person';

type Deleted = Pick<DeletionReport, 'objectsLeft'> & { name: string };

/** Keeps the outcome for the list of people: the page of the account does not exist any more. */
export function keepDeleted(deleted: Deleted): void {
  try {
    sessionStorage.setItem(DELETED_KEY, JSON.stringify(deleted));
  } catch {
    // Storage is blocked: the list without the person says enough.
  }
}

/** Says which account was deleted, on the first page after it, and takes the focus that was in the dialog. */
export function DeletedPerson() {
  const t = useTexts('people.deleted');
  const status = useRef<HTMLParagraphElement>(null);
  const [deleted, setDeleted] = useState<Deleted | null>(null);

  useEffect(() => {
    try {
      const kept = sessionStorage.getItem(DELETED_KEY);
      if (kept !== null) setDeleted(JSON.parse(kept));
      sessionStorage.removeItem(DELETED_KEY);
    } catch {
      // As above.
    }
  }, []);

  useEffect(() => {
    if (deleted) status.current?.focus();
  }, [deleted]);

  return (
    <p ref={status} role="status" tabIndex={-1} className="break-words text-sm empty:hidden">
      {deleted && t('done', { name: deleted.name })}
      {deleted !== null && deleted.objectsLeft > 0 && ` ${t('left', { count: deleted.objectsLeft })}`}
    </p>
  );
}
