import Link from 'next/link';
import { Notice } from '../ui/notice';

/** In UTC, so that the server and every browser write the same day. */
const day = (date: Date) => date.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' });

/** On every settings page until the account is deleted. @param deleteAt when that is */
export function DeletionNotice({ deleteAt }: { deleteAt: Date }) {
  return (
    <div className="mb-8">
      <Notice kind="warning">
        <p>
          Your account will be deleted on {day(deleteAt)}.{' '}
          <Link href="/settings/data" className="link font-medium">
            Keep it
          </Link>
        </p>
      </Notice>
    </div>
  );
}
