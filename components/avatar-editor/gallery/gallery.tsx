import { type RefObject, useState } from 'react';
import { request } from '../../api/request';
import type { KeptAvatar } from '../../api/resource';
import { useDates } from '../../dates/dates';
import { useTexts } from '../../texts/texts';
import { useExplain } from '../../texts/use-explain';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import type { EditorApi } from '../use-editor';
import { EmptyGallery } from './empty-gallery';
import { GALLERY_GRID, GallerySkeleton } from './gallery-skeleton';
import { KeptPicture } from './kept-picture';
import { momentsOf } from './moments';
import { useGallery } from './use-gallery';

export interface GalleryProps {
  editor: EditorApi;
  /** Number of kept pictures when the page was rendered. */
  kept: number;
  isLocked: boolean;
  /** Of the gallery. It receives the focus when a picture with a focused button is gone. */
  heading: RefObject<HTMLHeadingElement | null>;
  /** Called after a restore that failed: the failure is shown above, at the current picture. */
  onFailed: () => void;
}

/** Every kept picture, with its ways back. */
export default function Gallery({ editor, kept, isLocked, heading, onFailed }: GalleryProps) {
  const t = useTexts('picture.gallery');
  const controls = useTexts('controls');
  const news = useTexts('picture.news');
  const explain = useExplain();
  const dates = useDates();
  const { loaded, reload, showMore, tell } = useGallery();
  const [busy, setBusy] = useState<{ id: number; what: 'restore' | 'delete' } | null>(null);
  const [problem, setProblem] = useState('');

  /** @param item of the picture. Its button is gone once the picture is shown, and the page stays where it is. */
  async function restore({ id }: KeptAvatar, item: HTMLElement | null) {
    if (busy) return;
    setBusy({ id, what: 'restore' });
    setProblem('');
    const isShown = await editor.restore(id);
    setBusy(null);
    if (isShown) item?.focus({ preventScroll: true });
    else onFailed();
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

  if (loaded.state === 'loading') return <GallerySkeleton kept={kept} />;
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
  if (pictures.length === 0) return <EmptyGallery />;
  const moments = momentsOf(
    pictures.map(({ createdAt }) => createdAt),
    dates.moment,
    dates.second,
  );
  return (
    <>
      {problem && (
        <Notice kind="error">
          <p>{problem}</p>
        </Notice>
      )}
      <ul className={GALLERY_GRID}>
        {pictures.map((picture, at) => (
          <KeptPicture
            key={picture.id}
            picture={picture}
            when={moments[at] ?? ''}
            isLocked={isLocked}
            busy={busy?.id === picture.id ? busy.what : null}
            onRestore={(item) => void restore(picture, item)}
            onReframe={() => void editor.reframe(picture)}
            onDelete={() => void remove(picture)}
          />
        ))}
      </ul>
      {hasMore && <Button onClick={showMore}>{t('more')}</Button>}
    </>
  );
}
