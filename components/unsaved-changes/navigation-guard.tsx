'use client';

import { useRouter } from 'next/navigation';
import { AlertDialog } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { buttonClass } from '../ui/button';
import { linkTargetOf } from './link-target';
import { answerDialog, confirmLeaving, hasUnsaved, useCurrentUnsaved, useHasUnsaved, useIsAsking } from './store';

/** Asks for confirmation before links, Back, reload and close lose unsaved changes. Listens only while there are any. */
export function NavigationGuard() {
  const isUnsaved = useHasUnsaved();
  const isAsking = useIsAsking();
  const unsaved = useCurrentUnsaved();
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

  return (
    <AlertDialog.Root open={isAsking} onOpenChange={(isOpen) => !isOpen && answerDialog(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-surface p-6 shadow-raised">
          <AlertDialog.Title className="font-semibold text-lg">{unsaved.title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted text-sm">{unsaved.text}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass()}>Stay on this page</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass({ variant: 'danger' })} onClick={() => answerDialog(true)}>
              {unsaved.leave}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
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
