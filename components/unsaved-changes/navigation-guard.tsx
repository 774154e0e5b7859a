'use client';

import { useRouter } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { linkTargetOf } from './link-target';
import { answerDialog, confirmLeaving, hasUnsaved, useCurrentUnsaved, useHasUnsaved, useIsAsking } from './store';
import { useUnsavedTexts } from './use-unsaved-texts';

/** Asks for confirmation before links, Back, reload and close lose unsaved changes. Listens only while there are any. */
export function NavigationGuard() {
  const isUnsaved = useHasUnsaved();
  const isAsking = useIsAsking();
  const router = useRouter();
  const currentEntry = useRef<HistoryEntry>(undefined);

  // Registered on mount, before Next.js: browsers call listeners of the window in order of registration.
  useEffect(() => {
    let isReturning = false;

    async function popState(event: PopStateEvent) {
      if (!hasUnsaved() && !isReturning) return;
      const { index, path } = readHistoryEntry();
      // Another fragment of the same page, as of the skip link.
      if (!isReturning && path === currentEntry.current?.path) {
        currentEntry.current = { index, path };
        return;
      }
      // Next.js listens too, and would show the other page.
      event.stopImmediatePropagation();
      if (isReturning) {
        isReturning = false;
        return;
      }
      // Without the Navigation API, assume Back.
      const steps = (index ?? 0) - (currentEntry.current?.index ?? 1);
      isReturning = true;
      history.go(-steps);
      if (await confirmLeaving()) history.go(steps);
    }

    window.addEventListener('popstate', popState);
    return () => window.removeEventListener('popstate', popState);
  }, []);

  useEffect(() => {
    if (!isUnsaved) return;
    currentEntry.current = readHistoryEntry();

    /** Reload, close and leaving for another site: browsers show their own dialog. */
    function beforeUnload(event: BeforeUnloadEvent) {
      if (hasUnsaved()) event.preventDefault();
    }

    async function click(event: MouseEvent) {
      const target = hasUnsaved() ? linkTargetOf(event) : null;
      if (!target) return;
      event.preventDefault();
      // Next.js listens on a descendant, and would follow the link.
      event.stopPropagation();
      if (await confirmLeaving()) router.push(target);
    }

    window.addEventListener('beforeunload', beforeUnload);
    window.addEventListener('click', click, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      window.removeEventListener('click', click, { capture: true });
    };
  }, [isUnsaved, router]);

  // Loaded with the first change, so that it is there when it is needed.
  if (!isUnsaved && !isAsking) return null;
  return (
    <Suspense>
      <LeaveDialog />
    </Suspense>
  );
}

/** The dialog; without a connection to load it, that of the browser. */
const LeaveDialog = lazy(() => import('./leave-dialog').catch(() => ({ default: NativeDialog })));

function NativeDialog(): ReactNode {
  const isAsking = useIsAsking();
  const { title, text } = useUnsavedTexts(useCurrentUnsaved());
  useEffect(() => {
    if (isAsking) answerDialog(window.confirm(`${title}\n\n${text}`));
  }, [isAsking, title, text]);
  return null;
}

interface HistoryEntry {
  /** Index in the session history; undefined without the Navigation API. */
  index: number | undefined;
  path: string;
}

function readHistoryEntry(): HistoryEntry {
  const index = 'navigation' in window ? window.navigation.currentEntry?.index : undefined;
  return { index, path: window.location.pathname + window.location.search };
}
