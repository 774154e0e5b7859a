'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** Class names of an item: a link or a button with the role `menuitem`. */
export const MENU_ITEM =
  'flex min-h-10 w-full cursor-pointer select-none items-center gap-3 rounded-md px-3 text-start text-sm hover:bg-sunken focus:bg-sunken focus-visible:-outline-offset-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

interface MenuProps {
  /** Name of the button. */
  label: string;
  /** Content of the button. */
  trigger: ReactNode;
  triggerClassName?: string;
  /** Items have the role `menuitem` and a `tabIndex` of -1. */
  children: ReactNode;
}

/**
 * A button with a menu below its end: arrow keys move, Escape and a press elsewhere close it. Each page has one in its header, which is why
 * this is not the much larger one of Radix.
 */
export function Menu({ label, trigger, triggerClassName, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const press = ({ target }: PointerEvent) => {
      if (target instanceof Node && !root.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [isOpen]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  function keyDown(event: KeyboardEvent) {
    const all = items();
    const index = all.findIndex((item) => item.matches(':focus'));
    const last = all.length - 1;
    const next = { ArrowDown: index < last ? index + 1 : 0, ArrowUp: index > 0 ? index - 1 : last, Home: 0, End: last }[event.key];
    if (next !== undefined) all[next]?.focus();
    else if (event.key === 'Escape') close();
    // The focus goes on from the button.
    else if (event.key === 'Tab') return close();
    else return;
    event.preventDefault();
  }

  return (
    <div ref={root} className="relative">
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || isOpen) return;
          event.preventDefault();
          setOpen(true);
        }}
        className={triggerClassName}
      >
        {trigger}
      </button>
      {isOpen && (
        <div
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={keyDown}
          onClick={() => setOpen(false)}
          className="absolute end-0 top-full z-50 mt-2 w-60 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-raised p-1.5 text-ink shadow-floating motion-safe:animate-appear"
        >
          {children}
        </div>
      )}
    </div>
  );
}

export function MenuSeparator() {
  return <hr className="my-1 border-line" />;
}
