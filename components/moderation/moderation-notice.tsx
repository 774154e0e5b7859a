import type { Restrictions } from '../api/resource';
import { Moment } from '../dates/dates';
import { Notice } from '../ui/notice';

const DONE = {
  set: 'Your organization has set your picture.',
  removed: 'Your organization has removed your picture.',
  locked: 'Your organization has locked your picture.',
} satisfies Record<NonNullable<Restrictions['notice']>['kind'], string>;

/** The last act of an administrator on the person’s picture, and its reason. */
export function ModerationNotice({
  restrictions: { avatarLockedUntil, notice },
  isLocked,
}: {
  restrictions: Restrictions;
  isLocked: boolean;
}) {
  if (!notice && !isLocked) return null;
  return (
    <div className="mb-6">
      <Notice kind="warning">
        {notice && <p className="wrap-anywhere">{`${DONE[notice.kind]} Reason: ${notice.reason}`}</p>}
        {isLocked && avatarLockedUntil && (
          <p>
            You can change it again from <Moment date={avatarLockedUntil} />.
          </p>
        )}
      </Notice>
    </div>
  );
}
