import { Images } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { KEPT_DAYS } from '@/lib/avatars/limits';
import { request } from '../../api/request';
import type { KeptAvatar } from '../../api/resource';
import { useTexts } from '../../texts/texts';
import { useExplain } from '../../texts/use-explain';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Notice } from '../../ui/notice';
import type { EditorApi } from '../use-editor';
import { GALLERY_GRID, GallerySkeleton } from './gallery-skeleton';
import { KeptPicture } from './kept-picture';
import { useGallery } from './use-gallery';

export interface GalleryProps {
  editor: EditorApi;
  isLocked: boolean;
  /** Of the gallery. It receives the focus when a picture with a focused button is gone. */
  heading: RefObject<HTMLHeadingElement | null>;
  /** Called after a restore, also a failed one: the current picture, and the failure, are shown above. */
  onRestored: () => void;
}

/** Every kept picture, with its ways back. */
export default function Gallery({ editor, isLocked, heading, onRestored }: GalleryProps) {
  const t = useTexts('picture.gallery');
  const controls = useTexts('controls');
  const news = useTexts('picture.news');
  const explain = useExplain();
  const { loaded, reload, showMore, tell } = useGallery();
  const [busy, setBusy] = useState<{ id: number; what: 'restore' | 'delete' } | null>(null);
  const [problem, setProblem] = useState('');

  async function restore({ id }: KeptAvatar) {
    if (busy) return;
    setBusy({ id, what: 'restore' });
    setProblem('');
    await editor.restore(id);
    setBusy(null);
    onRestored();
  }

  async function remove({ id }: KeptAvatar) {
    if (busy) return;
    setBusy({ id, what: 'delete' });
    setProblem('');
    editor.clear();
    const answer = await request<undefined>(`/api/me/avatars/${id}`, { method: 'DELETE' });
    // Another tab may have deleted it.
    const isGone = answer.ok || answer.failure.code === 'not_found';
    await tell();
    setBusy(null);
    if (!answer.ok && !isGone) return setProblem(explain.failure(answer.failure));
    editor.announce(news('deleted'));
    heading.current?.focus();
  }

  if (loaded.state === 'loading') return <GallerySkeleton />;
  if (loaded.state === 'failed') {
    return (
      <Notice kind="error">
        <p>{loaded.text}</p>
        <Button size="small" onClick={() => void reload()}>
          {controls('again')}
        </Button>
      </Notice>
    );
  }
  const { pictures, hasMore } = loaded.value;
  if (pictures.length === 0) {
    return (
      <EmptyState title={t('emptyTitle')} icon={<Images aria-hidden="true" />}>
        {t('empty', { days: KEPT_DAYS })}
      </EmptyState>
    );
  }
  return (
    <>
      {problem && (
        <Notice kind="error">
          <p>{problem}</p>
        </Notice>
      )}
      <ul className={GALLERY_GRID}>
        {pictures.map((picture) => (
          <KeptPicture
            key={picture.id}
            picture={picture}
            isLocked={isLocked}
            busy={busy?.id === picture.id ? busy.what : null}
            onRestore={() => void restore(picture)}
            onReframe={() => void editor.reframe(picture)}
            onDelete={() => void remove(picture)}
          />
        ))}
      </ul>
      {hasMore && <Button onClick={showMore}>{t('more')}</Button>}
    </>
  );
}
