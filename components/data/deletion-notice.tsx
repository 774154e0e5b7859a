import Link from 'next/link';
import { Day } from '../dates/dates';
import { Notice } from '../ui/notice';

/** On every settings page until the account is deleted. @param deleteAt when that is */
export function DeletionNotice({ deleteAt }: { deleteAt: Date }) {
  return (
    <div className="mb-8">
      <Notice kind="warning">
        <p>
          Your account will be deleted on <Day date={deleteAt} />.{' '}
          <Link href="/settings/data" className="link font-medium">
            Keep it
          </Link>
        </p>
      </Notice>
    </div>
  );
}
