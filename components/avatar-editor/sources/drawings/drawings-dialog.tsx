import type { UploadRules } from '../../../api/rules';
import { useTexts } from '../../../texts/texts';
import { Dialog } from '../../../ui/dialog';
import { Tabs } from '../../../ui/tabs';
import { DrawingGallery } from './gallery';
import { InitialsForm } from './initials-form';

export interface DrawingsDialogProps {
  /** The person's name. */
  name: string;
  rules: UploadRules;
  onClose: () => void;
  onFile: (file: File) => void;
}

/** A drawing, or the initials of the person. */
export default function DrawingsDialog({ name, rules, onClose, onFile }: DrawingsDialogProps) {
  const t = useTexts('sources.drawings');

  function focusTab(event: Event) {
    event.preventDefault();
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.querySelector<HTMLElement>('[role="tab"]')?.focus();
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('title')} className="max-w-2xl" onOpenFocus={focusTab}>
      <Tabs
        label={t('kinds')}
        tabs={[
          { value: 'drawings', label: t('drawings'), content: <DrawingGallery rules={rules} onFile={onFile} /> },
          { value: 'initials', label: t('initials'), content: <InitialsForm name={name} onFile={onFile} /> },
        ]}
      />
    </Dialog>
  );
}
