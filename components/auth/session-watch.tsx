'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { onSessionRefused, SESSION_KEY, sessionMark } from './session';

/**
 * Keeps the page in sync with the session: a sign-in or sign-out in one tab shows in the others at once. A page with unsaved changes stays
 * open and shows a notice. What asks the server is loaded when it is needed: most pages never need it.
 * @param personId the person that the page was rendered for
 */
export function SessionWatch({ personId }: { personId: number | null }) {
  const [notice, setNotice] = useState<ReactNode>(null);

  useEffect(() => {
    const seen = sessionMark();

    async function check() {
      // Rejected without a connection, when the session is unknown.
      const found = await import('./check-session').then(({ checkSession }) => checkSession(personId)).catch(() => null);
      if (found !== null) setNotice(found);
    }

    function storage({ key }: StorageEvent) {
      if (key === SESSION_KEY) void check();
    }
    /** Browsers send no storage events to frozen pages and pages in the back/forward cache. */
    function notifyListeners() {
      if (document.visibilityState === 'visible' && sessionMark() !== seen) void check();
    }

    if (personId !== null) void import('./renew-session').then(({ renewSession }) => renewSession()).catch(() => {});
    const forget = onSessionRefused(() => void check());
    window.addEventListener('storage', storage);
    window.addEventListener('focus', notifyListeners);
    window.addEventListener('pageshow', notifyListeners);
    document.addEventListener('visibilitychange', notifyListeners);
    return () => {
      forget();
      window.removeEventListener('storage', storage);
      window.removeEventListener('focus', notifyListeners);
      window.removeEventListener('pageshow', notifyListeners);
      document.removeEventListener('visibilitychange', notifyListeners);
    };
  }, [personId]);

  return notice;
}
