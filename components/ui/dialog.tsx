'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useTexts } from '../texts/texts';
import { Button } from './button';
import { cn } from './cn';
import { useDialogHistory } from './use-dialog-history';

export interface DialogProps {
  isOpen: boolean;
  /** Escape, Back, the close button, and a press outside. The parent decides whether the dialog closes. */
  onClose: () => void;
  title: string;
  /** One sentence below the title. */
  description?: ReactNode;
  /** Size and layout; a card of up to 32 rem by default. */
  className?: string;
  /** Whether a press outside closes the dialog. Not for work that would be lost. */
  closesOutside?: boolean;
  /** Replaces the row of title and close button; null if `children` contain a {@link DialogTitle}. */
  header?: ReactNode;
  /** Moves the focus into the dialog; the first control by default. Call `preventDefault` on the event first. */
  onOpenFocus?: (event: Event) => void;
  /** Moves the focus out of the dialog; to the control that had it before by default. */
  onCloseFocus?: (event: Event) => void;
  children: ReactNode;
}

/** A modal dialog: the page beneath neither scrolls nor takes the focus, and the focus returns when it closes. */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, title, description, className, closesOutside = true, header, children } = props;
  const opener = useRef<Element>(null);
  useDialogHistory(isOpen, onClose);
  return (
    <Radix.Root open={isOpen} onOpenChange={(opens) => !opens && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-shade motion-safe:animate-appear" />
        <Radix.Content
          // Radix warns about a dialog without a description unless this is set.
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={cn(
            'fixed inset-x-4 top-1/2 z-30 mx-auto max-h-[calc(100dvh-2rem)] max-w-lg -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-raised p-5 text-ink shadow-floating motion-safe:animate-appear sm:p-6',
            className,
          )}
          onInteractOutside={(event) => !closesOutside && event.preventDefault()}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            props.onOpenFocus?.(event);
          }}
          onCloseAutoFocus={(event) => {
            props.onCloseFocus?.(event);
            if (event.defaultPrevented) return;
            // Radix would focus the trigger of the dialog, and it has none.
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
        >
          {header === undefined ? (
            <div className="mb-4 flex items-start justify-between gap-4">
              <div className="min-w-0">
                <DialogTitle>{title}</DialogTitle>
                {description !== undefined && <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>}
              </div>
              <DialogClose />
            </div>
          ) : (
            header
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The heading, and the name of the dialog for screen readers. */
export function DialogTitle({ className, children }: { className?: string; children: ReactNode }) {
  return <Radix.Title className={cn('break-words font-semibold text-lg', className)}>{children}</Radix.Title>;
}

/** The cross in the corner. */
export function DialogClose({ label }: { label?: string }) {
  const t = useTexts('controls');
  return (
    <Radix.Close asChild>
      <Button variant="quiet" size="icon" aria-label={label ?? t('close')} className="-my-1 -me-2 shrink-0">
        <X aria-hidden="true" />
      </Button>
    </Radix.Close>
  );
}
