import { Crop, Download, Trash2 } from 'lucide-react';
import type { KeptAvatar } from '../../api/resource';
import { pathOf } from '../../avatar/source-set';
import { Time } from '../../dates/dates';
import { useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Button, buttonClass } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { useOrigin } from './origin';

interface KeptPictureProps {
  picture: KeptAvatar;
  /** Its moment, which no other picture of the gallery has. */
  when: string;
  /** Whether the person may not change the picture. */
  isLocked: boolean;
  /** The action on it that is running. */
  busy: 'restore' | 'delete' | null;
  /** @param item of this picture */
  onRestore: (item: HTMLElement | null) => void;
  onReframe: () => void;
  onDelete: () => void;
}

/** One picture of the gallery: what it is, and the ways back to it. */
export function KeptPicture({ picture, when, isLocked, busy, onRestore, onReframe, onDelete }: KeptPictureProps) {
  const { alt, createdAt, current, addresses, name, sameFile } = picture;
  const t = useTexts('picture.gallery');
  const origin = useOrigin(picture);
  const preview = pathOf(picture.previewUrl);
  const canDelete = !isLocked && !current && addresses === 0;
  return (
    <li tabIndex={-1} className="flex min-w-0 flex-wrap gap-x-4 gap-y-3 sm:flex-col sm:flex-nowrap" data-testid="kept-picture">
      <img
        src={preview}
        srcSet={`${preview} 1x, ${preview}?s=256 2x`}
        width={128}
        height={128}
        alt={alt || (name === 'picture' ? t('altUnnamed') : t('alt', { name }))}
        loading="lazy"
        decoding="async"
        className="size-24 shrink-0 rounded-2xl bg-sunken object-cover ring-1 ring-edge sm:size-32"
      />
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <Time date={createdAt}>{when}</Time>
          {current && <Badge>{t('current')}</Badge>}
        </p>
        <p className="text-muted">{origin}</p>
        {addresses > 0 && (
          <p className="text-muted">
            {t.rich('addresses', {
              count: addresses,
              link: (label) => (
                <a href="/settings/addresses" className="link">
                  {label}
                </a>
              ),
            })}
          </p>
        )}
      </div>
      {/* On a phone below the picture as well, so that they share one row. */}
      <div className="flex w-full flex-wrap gap-1.5">
        {!isLocked && !current && (
          <Button
            size="small"
            className="grow"
            busy={busy === 'restore'}
            aria-label={t('restoreName', { when })}
            onClick={({ currentTarget }) => onRestore(currentTarget.closest('li'))}
          >
            {t('restore')}
          </Button>
        )}
        {/* Together on a line below, in languages with a long word for the first button. */}
        <div className="flex gap-1.5">
          {!isLocked && (
            <Button size="small" aria-label={t('frameName', { when })} title={t('frame')} className="px-2.5" onClick={onReframe}>
              <Crop aria-hidden="true" />
            </Button>
          )}
          <a
            href={pathOf(picture.originalUrl)}
            download={name}
            aria-label={t('downloadName', { when })}
            title={t('download')}
            className={buttonClass({ size: 'small', className: 'px-2.5' })}
          >
            <Download aria-hidden="true" />
          </a>
          {canDelete && (
            <Confirm
              action={t('delete')}
              label={t('deleteName', { when })}
              title={t('deleteTitle')}
              keep={t('keep')}
              size="small"
              icon={<Trash2 aria-hidden="true" />}
              busy={busy === 'delete'}
              onConfirm={onDelete}
            >
              {t(sameFile ? 'deleteFraming' : 'deleteText')}
            </Confirm>
          )}
        </div>
      </div>
    </li>
  );
}
