import Link from 'next/link';
import type { ListedPerson } from '../api/resource';
import { Day } from '../dates/dates';
import { List } from '../ui/list';
import { Badges } from './badges';

/** People of one page. Each name leads to the page of the person. */
export function PeopleList({ people }: { people: readonly ListedPerson[] }) {
  return (
    <List empty="No account matches.">
      {people.map((person) => (
        <li key={person.id} className="flex items-center gap-4 p-4">
          <img
            src={`/u/${person.id}/avatar?s=80`}
            width={40}
            height={40}
            alt=""
            loading="lazy"
            className="size-10 shrink-0 rounded-full bg-sunken object-cover ring-1 ring-ink/10"
          />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <Link href={`/settings/people/${person.id}`} prefetch={false} className="link break-words font-medium">
                {person.name}
              </Link>
              <Badges person={person} />
            </p>
            <p className="mt-0.5 break-words text-muted text-sm">
              {person.email} · joined <Day date={person.createdAt} />
            </p>
          </div>
        </li>
      ))}
    </List>
  );
}
