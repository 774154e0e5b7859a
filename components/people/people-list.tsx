import { SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ListedPerson } from '../api/resource';
import { dayIn } from '../dates/in-text';
import type { PageTexts } from '../texts/catalogues';
import { List, Row } from '../ui/list';
import { Badges } from './badges';

/** People of one page. Each name leads to the page of the person. */
export function PeopleList({ people, texts: t }: { people: readonly ListedPerson[]; texts: PageTexts<'people'> }) {
  return (
    <List empty={t('list.empty')} emptyIcon={<SearchX aria-hidden="true" />} emptyAbout={t('list.emptyAbout')}>
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
          badges={<Badges person={person} admin={t('list.admin')} disabled={t('list.disabled')} />}
          about={
            <>
              {person.email} · {t.rich('list.joined', dayIn(person.createdAt))}
            </>
          }
        />
      ))}
    </List>
  );
}
