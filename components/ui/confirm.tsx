'use client';

import { AlertDialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button, type ButtonStyle, buttonClass } from './button';

export const DIALOG_OVERLAY = 'fixed inset-0 z-40 bg-shade motion-safe:animate-appear';
export const DIALOG_CONTENT =
  'fixed inset-x-4 top-1/2 z-50 mx-auto max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-raised p-6 shadow-floating motion-safe:animate-appear';

export interface ConfirmProps {
  /** Text of the button, and of the one that confirms. */
  action: string;
  /** Name of the button for screen readers. */
  label: string;
  title: string;
  /** Text of the button that changes nothing. */
  keep: string;
  busy?: boolean;
  size?: ButtonStyle['size'];
  /** In place of the text of the button, where it has too little room. */
  icon?: ReactNode;
  /** Called before the dialog opens. false keeps it closed, as when a field is missing. */
  isReady?: () => boolean;
  onConfirm: () => void;
  /** The consequences. */
  children: ReactNode;
}

/** A button for something dangerous, which asks first. */
export function Confirm({ action, label, title, keep, busy = false, size, icon, isReady = () => true, onConfirm, children }: ConfirmProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(opens) => setOpen(opens && isReady())}>
      <AlertDialog.Trigger asChild>
        <Button
          variant="danger"
          size={size}
          aria-label={label}
          aria-disabled={busy}
          {...(icon !== undefined && { title: action, className: 'px-2.5' })}
        >
          {icon ?? action}
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={DIALOG_OVERLAY} />
        <AlertDialog.Content className={DIALOG_CONTENT}>
          <AlertDialog.Title className="break-words font-semibold text-xl">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted text-sm">{children}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass()}>{keep}</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass({ variant: 'destructive' })} onClick={onConfirm}>
              {action}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
