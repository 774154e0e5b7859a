import type { ReactNode } from 'react';
import { request } from '../api/request';
import { currentUnsaved, hasUnsaved } from '../unsaved-changes/store';
import { callbackPath } from './callback-path';
import { PageSessionNotice, showSessionProblem } from './session-notice';

/**
 * Asks the server who is signed in, and leaves or reloads a page of another person. A page with unsaved changes stays open.
 * @param personId the person that the page was rendered for
 * @returns the notice above such a page
 */
export async function checkSession(personId: number | null): Promise<ReactNode> {
  await compare(personId);
  return <PageSessionNotice className="mx-auto w-full max-w-[76rem] px-gutter pt-4" />;
}

async function compare(personId: number | null): Promise<void> {
  const answer = await request<{ id: number }>('/api/me');
  const refused = !answer.ok && answer.failure.status === 401;
  // Without an answer the session is unknown.
  if (!answer.ok && !refused) return;
  const now = answer.ok ? answer.value.id : null;
  if (now === personId) return showSessionProblem(null);
  if (hasUnsaved()) return showSessionProblem({ kind: now === null ? 'signed-out' : 'other-person', unsaved: currentUnsaved() });
  if (now === null) return window.location.replace(`/sign-in?ended=1&callbackUrl=${encodeURIComponent(window.location.pathname)}`);
  const next = personId === null ? afterSignIn() : null;
  if (next === null) window.location.reload();
  else window.location.replace(next);
}

/** Target of the sign-in pages; null on any other page, which is reloaded for the new session. */
function afterSignIn(): string | null {
  const { pathname, search, origin } = window.location;
  return /^\/sign-(in|up)$/.test(pathname) ? callbackPath(new URLSearchParams(search).get('callbackUrl'), origin) : null;
}
