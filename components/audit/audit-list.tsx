import { SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../api/resource';
import { Moment } from '../dates/dates';
import type { PageTexts } from '../texts/catalogues';
import { List } from '../ui/list';
import { EntryDetails } from './entry-details';

/** Entries of one page, with links to the people in them. */
export function AuditList({ entries, texts: t }: { entries: readonly AuditEntry[]; texts: PageTexts<'audit'> }) {
  const linkTo = (id: number) => (text: ReactNode) => (
    <Link href={`/settings/people/${id}`} prefetch={false} className="link">
      {text}
    </Link>
  );
  return (
    <List empty={t('list.empty')} emptyIcon={<SearchX aria-hidden="true" />}>
      {entries.map(({ id, at, action, actor, actorId, subjectId, address, details }) => (
        <li key={id} className="break-words p-4 text-sm sm:px-5">
          <p className="flex flex-wrap gap-x-3">
            <span className="font-medium">{t(`actions.${action}`)}</span>
            {subjectId !== null && <span>{t.rich('list.person', { id: subjectId, link: linkTo(subjectId) })}</span>}
            {actor === 'system' && <span className="text-muted">{t('list.byServer')}</span>}
            {actor === 'command' && <span className="text-muted">{t('list.byCommand')}</span>}
            {actor === 'service-key' && <span className="text-muted">{t('list.byServiceKey', { id: String(actorId) })}</span>}
            {actor === 'person' && actorId !== null && actorId !== subjectId && (
              <span className="text-muted">{t.rich('list.byPerson', { id: actorId, link: linkTo(actorId) })}</span>
            )}
          </p>
          <p className="mt-0.5 text-muted">
            <Moment date={at} />
            {address && ` · ${address}`}
          </p>
          <EntryDetails details={details} />
        </li>
      ))}
    </List>
  );
}
