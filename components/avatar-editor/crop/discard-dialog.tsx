import { AlertDialog } from 'radix-ui';
import { useTexts } from '../../texts/texts';
import { buttonClass } from '../../ui/button';
import { DIALOG_CONTENT, DIALOG_OVERLAY } from '../../ui/confirm';
import { useOpenerFocus } from '../../ui/use-opener-focus';

interface DiscardDialogProps {
  isOpen: boolean;
  /** Called with whether to discard. */
  onAnswer: (discard: boolean) => void;
}

/** Asks before an edit is lost. */
export function DiscardDialog({ isOpen, onAnswer }: DiscardDialogProps) {
  const t = useTexts('crop.dialog');
  const focus = useOpenerFocus();
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(opens) => !opens && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={DIALOG_OVERLAY} />
        <AlertDialog.Content className={DIALOG_CONTENT} {...focus}>
          <AlertDialog.Title className="font-semibold text-lg">{t('discardTitle')}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted text-sm">{t('discardText')}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass()}>{t('keep')}</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass({ variant: 'destructive' })} onClick={() => onAnswer(true)}>
              {t('discard')}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
