import { SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ListedPerson } from '../api/resource';
import { Day } from '../dates/dates';
import { List, Row } from '../ui/list';
import { Badges } from './badges';

/** People of one page. Each name leads to the page of the person. */
export function PeopleList({ people }: { people: readonly ListedPerson[] }) {
  return (
    <List
      empty="No account matches."
      emptyIcon={<SearchX aria-hidden="true" />}
      emptyAbout="Try a part of the name or of the e-mail address."
    >
      {people.map((person) => (
        <Row
          key={person.id}
          leading={
            <img
              src={`/u/${person.id}/avatar?s=80`}
              width={40}
              height={40}
              alt=""
              loading="lazy"
              className="size-10 shrink-0 rounded-full bg-sunken object-cover ring-1 ring-edge"
            />
          }
          title={
            <Link href={`/settings/people/${person.id}`} prefetch={false} className="link font-medium">
              {person.name}
            </Link>
          }
          badges={<Badges person={person} />}
          about={
            <>
              {person.email} · joined <Day date={person.createdAt} />
            </>
          }
        />
      ))}
    </List>
  );
}
