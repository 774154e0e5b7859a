import { Crop, Download } from 'lucide-react';
import type { KeptAvatar } from '../../api/resource';
import { pathOf } from '../../avatar/source-set';
import { Moment, useDates } from '../../dates/dates';
import { Badge } from '../../ui/badge';
import { Button, buttonClass } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { originOf } from './origin';

interface KeptPictureProps {
  picture: KeptAvatar;
  /** Whether the person may not change the picture. */
  isLocked: boolean;
  /** The action on it that is running. */
  busy: 'restore' | 'delete' | null;
  onRestore: () => void;
  onReframe: () => void;
  onDelete: () => void;
}

/** One picture of the gallery: what it is, and the ways back to it. */
export function KeptPicture({ picture, isLocked, busy, onRestore, onReframe, onDelete }: KeptPictureProps) {
  const { alt, createdAt, current, addresses, name, sameFile } = picture;
  const when = `the picture of ${useDates().moment(createdAt)}`;
  const preview = pathOf(picture.previewUrl);
  const canDelete = !isLocked && !current && addresses === 0;
  return (
    <li className="flex min-w-0 gap-4 sm:flex-col sm:gap-3" data-testid="kept-picture">
      <img
        src={preview}
        srcSet={`${preview} 1x, ${preview}?s=256 2x`}
        width={128}
        height={128}
        alt={alt || `Your picture ${name === 'picture' ? '' : name}`.trim()}
        loading="lazy"
        decoding="async"
        className="size-24 shrink-0 rounded-2xl bg-sunken object-cover ring-1 ring-edge sm:size-32"
      />
      <div className="min-w-0 flex-1 space-y-2">
        <div className="text-sm">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <Moment date={createdAt} />
            {current && <Badge>Shown now</Badge>}
          </p>
          <p className="text-muted">{originOf(picture)}</p>
          {addresses > 0 && (
            <p className="text-muted">
              Shown by {addresses === 1 ? 'an e-mail address' : `${addresses} e-mail addresses`} (
              <a href="/settings/addresses" className="link">
                Addresses
              </a>
              )
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-1.5">
          {!isLocked && !current && (
            <Button size="small" busy={busy === 'restore'} aria-label={`Restore ${when}`} onClick={onRestore}>
              Restore
            </Button>
          )}
          {!isLocked && (
            <Button size="small" aria-label={`Frame ${when} anew`} title="Frame anew" className="px-2.5" onClick={onReframe}>
              <Crop aria-hidden="true" />
            </Button>
          )}
          <a
            href={pathOf(picture.originalUrl)}
            download={name}
            aria-label={`Download the original of ${when}`}
            title="Download the original"
            className={buttonClass({ size: 'small', className: 'px-2.5' })}
          >
            <Download aria-hidden="true" />
          </a>
          {canDelete && (
            <Confirm
              action="Delete"
              label={`Delete ${when} for good`}
              title="Delete this picture for good?"
              keep="Keep it"
              size="small"
              busy={busy === 'delete'}
              onConfirm={onDelete}
            >
              {sameFile
                ? 'This framing cannot be restored any more. The file stays, because another picture here was framed from it.'
                : 'The file and everything made from it are deleted at once. This cannot be undone.'}
            </Confirm>
          )}
        </div>
      </div>
    </li>
  );
}
