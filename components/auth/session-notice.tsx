import { useEffect, useSyncExternalStore } from 'react';
import { useTexts } from '../texts/texts';
import { Notice } from '../ui/notice';
import type { UnsavedChanges } from '../unsaved-changes/store';
import { useUnsavedTexts } from '../unsaved-changes/use-unsaved-texts';

/** The end of the session, on a page that stays open because of unsaved changes. */
export interface SessionProblem {
  kind: 'signed-out' | 'other-person';
  /** As they were when the session ended. */
  unsaved: UnsavedChanges;
}

let problem: SessionProblem | null = null;
/** Notices in open dialogs. The one of the page is beneath them. */
let dialogs = 0;
const listeners = new Set<() => void>();

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param next null once the session is back */
export function showSessionProblem(next: SessionProblem | null): void {
  problem = next;
  notify();
}

const currentProblem = () => problem;
const hasDialog = () => dialogs > 0;
const none = () => null;
const no = () => false;

/** Says that the session has ended, in a dialog that covers the page. */
export function SessionNotice() {
  const shown = useSyncExternalStore(subscribe, currentProblem, none);
  useEffect(() => {
    dialogs += 1;
    notify();
    return () => {
      dialogs -= 1;
      notify();
    };
  }, []);
  return shown && <SessionProblemNotice problem={shown} />;
}

/** Says so on the page, unless a dialog does. */
export function PageSessionNotice({ className }: { className: string }) {
  const shown = useSyncExternalStore(subscribe, currentProblem, none);
  const isCovered = useSyncExternalStore(subscribe, hasDialog, no);
  if (!shown || isCovered) return null;
  return (
    <div className={className}>
      <SessionProblemNotice problem={shown} />
    </div>
  );
}

function SessionProblemNotice({ problem: { kind, unsaved } }: { problem: SessionProblem }) {
  const t = useTexts('session');
  const { whenSignedOut, whenSwitched } = useUnsavedTexts(unsaved);
  const isSignedOut = kind === 'signed-out';
  return (
    <Notice kind="error">
      <p>{isSignedOut ? t('signedOut', { advice: whenSignedOut }) : t('otherPerson', { advice: whenSwitched })}</p>
      <p>
        <a href={isSignedOut ? '/sign-in' : '/sign-out'} target="_blank" rel="noreferrer" className="link font-medium">
          {t(isSignedOut ? 'signIn' : 'switchAccounts')}
        </a>
      </p>
    </Notice>
  );
}
