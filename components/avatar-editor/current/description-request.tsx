import { MessageSquareText, X } from 'lucide-react';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import type { EditorApi } from '../use-editor';

interface DescriptionRequestProps {
  editor: Pick<EditorApi, 'busy' | 'describe'>;
  /** Of the person. */
  name: string;
  onDecline: () => void;
  /** Called when the focused button is gone. */
  onFocusGone: () => void;
}

/** Asks for a description of the picture that was just saved without one, with one to begin with. Neither moves the focus nor comes back. */
export function DescriptionRequest({ editor, name, onDecline, onFocusGone }: DescriptionRequestProps) {
  const t = useTexts('picture.description');
  const suggestion = t('suggestion', { name });

  async function use() {
    await editor.describe(suggestion);
    onFocusGone();
  }

  function decline() {
    onDecline();
    onFocusGone();
  }

  return (
    <section
      aria-label={t('ask')}
      data-testid="description-request"
      className="flex items-start gap-3.5 rounded-2xl border border-line bg-accent-soft/60 py-4 ps-5 pe-3"
    >
      <MessageSquareText className="mt-0.5 size-5 shrink-0 text-accent" aria-hidden="true" />
      <div className="min-w-0 flex-1 space-y-3">
        <div>
          <p className="font-medium">{t('ask')}</p>
          <p className="text-muted text-sm">{t('askAbout')}</p>
        </div>
        <Button className="h-auto min-h-10 py-2 text-start" onClick={() => void use()} aria-disabled={editor.busy !== null}>
          <span className="wrap-anywhere min-w-0 whitespace-normal">{t('askUse', { suggestion })}</span>
        </Button>
      </div>
      <Button variant="quiet" size="icon" aria-label={t('askLater')} title={t('askLater')} className="-mt-1.5 shrink-0" onClick={decline}>
        <X aria-hidden="true" />
      </Button>
    </section>
  );
}
