import { Tabs } from 'radix-ui';
import { useRef } from 'react';
import type { UploadRules } from '../../../api/rules';
import { Dialog } from '../../../ui/dialog';
import { DrawingGallery } from './gallery';
import { InitialsForm } from './initials-form';

export interface DrawingsDialogProps {
  /** The person's name. */
  name: string;
  rules: UploadRules;
  onClose: () => void;
  onFile: (file: File) => void;
}

const TAB =
  'min-h-10 flex-1 rounded-lg border border-transparent px-4 font-medium text-sm text-muted hover:text-ink data-[state=active]:bg-surface data-[state=active]:text-ink data-[state=active]:shadow-raised forced-colors:data-[state=active]:border-[Highlight]';

/** A drawing, or the initials of the person. */
export default function DrawingsDialog({ name, rules, onClose, onFile }: DrawingsDialogProps) {
  const tab = useRef<HTMLButtonElement>(null);
  function focusTab(event: Event) {
    event.preventDefault();
    tab.current?.focus();
  }

  return (
    <Dialog isOpen onClose={onClose} title="Drawing or initials" className="max-w-2xl" onOpenFocus={focusTab}>
      <Tabs.Root defaultValue="drawings">
        <Tabs.List aria-label="Kind of picture" className="mb-5 flex gap-1 rounded-xl bg-sunken p-1">
          <Tabs.Trigger ref={tab} value="drawings" className={TAB}>
            Drawings
          </Tabs.Trigger>
          <Tabs.Trigger value="initials" className={TAB}>
            Initials
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="drawings">
          <DrawingGallery rules={rules} onFile={onFile} />
        </Tabs.Content>
        <Tabs.Content value="initials">
          <InitialsForm name={name} onFile={onFile} />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}
