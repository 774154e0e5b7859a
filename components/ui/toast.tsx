'use client';

import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../texts/texts';
import { Button } from './button';
import { useRoomBelow } from './use-room-below';

/** How long a toast stays, in milliseconds: time to read it, to decide and to reach it. It does not count while it is pointed at or focused. */
const SHOWN_MS = 15_000;

interface ToastProps {
  /** Empty without news. */
  text: string;
  icon?: ReactNode;
  /** Takes the change back. null: it cannot be. */
  onUndo: (() => void) | null;
  /** Called when the person dismisses it, and after a time. */
  onDismiss: () => void;
  /** Called when the toast goes while it has the focus. */
  onFocusGone: () => void;
}

/**
 * News of the last change at the lower edge of the window, with a way to take it back. It covers nothing: the page gets shorter by its height.
 * Ctrl+Z takes the change back too, outside of fields and dialogs. One for each page, which is there before it has news, so that screen
 * readers follow it.
 */
export function Toast({ text, icon, onUndo, onDismiss, onFocusGone }: ToastProps) {
  const t = useTexts('controls');
  const bar = useRef<HTMLDivElement>(null);
  const isShown = text !== '';
  const isHeld = useIsHeld(bar);
  useRoomBelow(bar, isShown);

  function dismiss() {
    const hasFocus = bar.current?.contains(document.activeElement) ?? false;
    onDismiss();
    if (hasFocus) onFocusGone();
  }

  const onTime = useEffectEvent(dismiss);
  useEffect(() => {
    if (text === '' || isHeld) return;
    const timer = setTimeout(() => onTime(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, isHeld]);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isInside = event.target instanceof Element && bar.current?.contains(event.target);
    if (event.key === 'Escape' && isInside) dismiss();
    if (!isShown || !onUndo || !isUndo(event)) return;
    event.preventDefault();
    onUndo();
  });
  useEffect(() => {
    const keyDown = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', keyDown);
    return () => window.removeEventListener('keydown', keyDown);
  }, []);

  return (
    <div ref={bar} data-testid="toast" className={isShown ? 'toast' : undefined}>
      <div className={isShown ? 'toast-card motion-safe:animate-appear' : undefined}>
        {isShown && icon}
        <p role="status" aria-live="polite" data-testid="announcement" className="wrap-break-word min-w-0 flex-[1_1_min-content]">
          {text}
        </p>
        {isShown && (
          <div className="toast-actions">
            {onUndo && (
              <Button size="small" aria-keyshortcuts="Control+Z" onClick={onUndo}>
                {t('undo')}
              </Button>
            )}
            <button type="button" aria-label={t('dismiss')} onClick={dismiss} className="toast-dismiss">
              <svg viewBox="0 0 16 16" className="size-4" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
                <path d="m4 4 8 8m0-8-8 8" strokeLinecap="round" />
              </svg>
            </button>
          </div>
        )}
      </div>
    </div>
  );
}

/** Fields have an undo of their own, and so has an editor in a dialog. */
const WITH_OWN_UNDO = 'input, textarea, select, [contenteditable]';
const OPEN_DIALOG = '[role="dialog"], [role="alertdialog"]';

function isUndo(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target, defaultPrevented } = event;
  if (defaultPrevented || !(ctrlKey || metaKey) || shiftKey || altKey || key.toLowerCase() !== 'z') return false;
  return !(target instanceof Element && target.closest(WITH_OWN_UNDO)) && document.querySelector(OPEN_DIALOG) === null;
}

/** Whether an element is pointed at or has the focus. */
function useIsHeld(element: RefObject<HTMLElement | null>): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const update = () => setHeld(current.matches(':hover, :focus-within'));
    const events = ['pointerenter', 'pointerleave', 'focusin', 'focusout'] as const;
    // The state of the element is that after the event.
    const later = () => queueMicrotask(update);
    for (const event of events) current.addEventListener(event, later);
    return () => {
      for (const event of events) current.removeEventListener(event, later);
    };
  }, [element]);
  return isHeld;
}
