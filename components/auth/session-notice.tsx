import { useEffect, useSyncExternalStore } from 'react';
import { Notice } from '../ui/notice';

/** The end of the session, on a page that stays open because of unsaved changes. */
export interface SessionProblem {
  text: string;
  link: keyof typeof LINKS;
}

const LINKS = {
  'signed-out': { href: '/sign-in', label: 'Sign in in a new tab' },
  'other-person': { href: '/sign-out', label: 'Switch accounts in a new tab' },
};

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

function SessionProblemNotice({ problem: { text, link } }: { problem: SessionProblem }) {
  return (
    <Notice kind="error">
      <p>{text}</p>
      <p>
        <a href={LINKS[link].href} target="_blank" rel="noreferrer" className="link font-medium">
          {LINKS[link].label}
        </a>
      </p>
    </Notice>
  );
}
