import type { FormEvent } from 'react';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { DescriptionField } from '../description';
import type { EditorApi } from '../use-editor';

interface DescriptionFormProps {
  editor: Pick<EditorApi, 'busy' | 'draft' | 'setDraft'>;
  /** The saved description. */
  alt: string;
  /** Of the person. */
  name: string;
  /** Whether the page offers the suggestion elsewhere. */
  isAsked: boolean;
  onSave: (alt: string) => Promise<void>;
}

/** The description of the current picture, to be changed. The editor holds the draft, so that it survives opening another file. */
export function DescriptionForm({ editor: { busy, draft, setDraft }, alt, name, isAsked, onSave }: DescriptionFormProps) {
  const t = useTexts('picture.description');
  const value = draft ?? alt;
  const isBusy = busy === 'describe';
  function submit(event: FormEvent) {
    event.preventDefault();
    void onSave(value);
  }
  return (
    <form method="dialog" onSubmit={submit} className="max-w-xl space-y-3 border-line border-t pt-5">
      <DescriptionField value={value} onChange={setDraft} suggestion={t('suggestion', { name })} isAsked={isAsked} />
      {value.trim() !== alt && (
        <Button type="submit" aria-disabled={isBusy}>
          {t(isBusy ? 'busy' : 'save')}
        </Button>
      )}
    </form>
  );
}
