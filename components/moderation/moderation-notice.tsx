import type { Restrictions } from '../api/resource';
import { Moment } from '../dates/dates';
import type { PageTexts } from '../texts/catalogues';
import { Notice } from '../ui/notice';

const DONE = {
  set: 'moderation.set',
  removed: 'moderation.removed',
  locked: 'moderation.locked',
} as const satisfies Record<NonNullable<Restrictions['notice']>['kind'], string>;

interface ModerationNoticeProps {
  restrictions: Restrictions;
  isLocked: boolean;
  texts: PageTexts<'picture'>;
}

/** The last act of an administrator on the person’s picture, and its reason. */
export function ModerationNotice({ restrictions: { avatarLockedUntil, notice }, isLocked, texts: t }: ModerationNoticeProps) {
  if (!notice && !isLocked) return null;
  return (
    <div className="mb-6">
      <Notice kind="warning">
        {notice && (
          <p className="wrap-anywhere">{notice.isImported ? t('moderation.imported') : t(DONE[notice.kind], { reason: notice.reason })}</p>
        )}
        {isLocked && avatarLockedUntil && (
          <p>{t.rich('moderation.until', { date: () => <Moment key="date" date={avatarLockedUntil} /> })}</p>
        )}
      </Notice>
    </div>
  );
}
