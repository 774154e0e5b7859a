import Link from 'next/link';
import { Day } from '../dates/dates';
import type { PageTexts } from '../texts/catalogues';
import { Notice } from '../ui/notice';

/** On every settings page until the account is deleted. @param deleteAt when that is */
export function DeletionNotice({ t, deleteAt }: { t: PageTexts<'data'>; deleteAt: Date }) {
  return (
    <div className="mb-8">
      <Notice kind="warning">
        <p>
          {t.rich('notice', {
            // Its own text: the server does not know the time zone of the browser.
            date: '',
            time: () => <Day date={deleteAt} />,
            link: (text) => (
              <Link href="/settings/data" className="link font-medium">
                {text}
              </Link>
            ),
          })}
        </p>
      </Notice>
    </div>
  );
}
