'use client';

import { useEffect } from 'react';
import { request } from '../api/request';
import { currentUnsaved, hasUnsaved } from '../unsaved-changes/store';
import { callbackPath } from './callback-path';
import { renewSession } from './renew-session';
import { onSessionRefused, SESSION_KEY, sessionMark } from './session';
import { PageSessionNotice, type SessionProblem, showSessionProblem } from './session-notice';

/**
 * Keeps the page in sync with the session: a sign-in or sign-out in one tab shows in the others at once. A page with unsaved changes stays
 * open and shows a notice.
 * @param personId the person that the page was rendered for
 */
export function SessionWatch({ personId }: { personId: number | null }) {
  useEffect(() => {
    const seen = sessionMark();

    async function check() {
      const answer = await request<{ id: number }>('/api/me');
      const refused = !answer.ok && answer.failure.status === 401;
      // Without an answer the session is unknown.
      if (!answer.ok && !refused) return;
      const now = answer.ok ? answer.value.id : null;
      if (now === personId) return showSessionProblem(null);
      if (hasUnsaved()) return showSessionProblem(problemOf(now));
      if (now === null) return window.location.replace(`/sign-in?ended=1&callbackUrl=${encodeURIComponent(window.location.pathname)}`);
      const next = personId === null ? afterSignIn() : null;
      if (next === null) window.location.reload();
      else window.location.replace(next);
    }

    function storage({ key }: StorageEvent) {
      if (key === SESSION_KEY) void check();
    }
    /** Browsers send no storage events to frozen pages and pages in the back/forward cache. */
    function notifyListeners() {
      if (document.visibilityState === 'visible' && sessionMark() !== seen) void check();
    }

    if (personId !== null) void renewSession();
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

  return <PageSessionNotice className="mx-auto max-w-5xl px-4 pt-4 sm:px-6" />;
}

/** @param now id of the person who is signed in */
function problemOf(now: number | null): SessionProblem {
  const { whenSignedOut, whenSwitched } = currentUnsaved();
  if (now === null) return { text: `You have been signed out. ${whenSignedOut}`, link: 'signed-out' };
  return { text: `Another account is signed in now. ${whenSwitched}`, link: 'other-person' };
}

/** Target of the sign-in pages; null on any other page, which is reloaded for the new session. */
function afterSignIn(): string | null {
  const { pathname, search, origin } = window.location;
  return /^\/sign-(in|up)$/.test(pathname) ? callbackPath(new URLSearchParams(search).get('callbackUrl'), origin) : null;
}
