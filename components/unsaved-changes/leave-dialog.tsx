import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts';
import { buttonClass } from '../ui/button';
import { DIALOG_CONTENT, DIALOG_OVERLAY } from '../ui/confirm';
import { useOpenerFocus } from '../ui/use-opener-focus';
import { answerDialog, useCurrentUnsaved, useIsAsking } from './store';
import { useUnsavedTexts } from './use-unsaved-texts';

/** Asks whether unsaved changes may be lost. */
export default function LeaveDialog(): ReactNode {
  const isAsking = useIsAsking();
  const t = useTexts('session.unsaved');
  const focus = useOpenerFocus();
  const unsaved = useUnsavedTexts(useCurrentUnsaved());
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={(isOpen) => !isOpen && answerDialog(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={DIALOG_OVERLAY} />
        <AlertDialog.Content className={DIALOG_CONTENT} {...focus}>
          <AlertDialog.Title className="font-semibold text-xl">{unsaved.title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted text-sm">{unsaved.text}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass()}>{t('stay')}</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass({ variant: 'danger' })} onClick={() => answerDialog(true)}>
              {unsaved.leave}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
